// Mantine's theme, made from the tokens (DESIGN-LANGUAGE 12).
import { Checkbox, createTheme, defaultVariantColorsResolver, Drawer, Modal, Radio, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { colors, kebab, radius, shadow, type Scheme } from './tokens';

const light = (token: string): string => colors.light[token] ?? '#000000';
const dark = (token: string): string => colors.dark[token] ?? '#ffffff';

// Ten shades of ink from the well to the text: index 0 is the primary in the dark, 9 in the light.
const ink: MantineColorsTuple = [
  dark('primary'), light('sunken'), light('line'), light('lineStrong'), dark('text2'),
  light('control'), light('text3'), light('text2'), light('primaryHover'), light('primary'),
];

// Mantine draws its own parts from these two scales; they are made of the tokens, so that no part is off the ground.
const gray: MantineColorsTuple = [
  light('canvas'), light('sunken'), light('line'), light('lineStrong'), light('control'),
  light('control'), light('text3'), light('text2'), light('primaryHover'), light('text'),
];
const night: MantineColorsTuple = [
  dark('text'), dark('text2'), dark('text3'), dark('control'), dark('control'),
  dark('hover'), dark('surface'), dark('canvas'), dark('canvas'), dark('canvas'),
];

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 9, dark: 0 },
  black: light('text'),
  colors: { ink, gray, dark: night },
  defaultRadius: radius.control,
  cursorType: 'pointer',
  fontFamily: "'Inter Variable', Inter, system-ui, sans-serif",
  headings: { fontWeight: '600', fontFamily: "'Inter Variable', Inter, system-ui, sans-serif" },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '15px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '19px', md: '21px', lg: '22px', xl: '28px' },
  // The primary is near white in the dark: what stands on it must turn with it.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    return input.variant === 'filled' ? { ...colors, color: 'var(--cl-on-primary)', hover: 'var(--cl-primary-hover)' } : colors;
  },
  components: {
    Modal: Modal.extend({ defaultProps: { radius: radius.panel, transitionProps: { duration: 0 }, closeButtonProps: { 'aria-label': 'Close' } } }),
    Drawer: Drawer.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    Checkbox: Checkbox.extend({ defaultProps: { iconColor: 'var(--cl-on-primary)' } }),
    Radio: Radio.extend({ defaultProps: { iconColor: 'var(--cl-on-primary)' } }),
  },
  radius: { sm: `${radius.chip}px`, md: `${radius.control}px`, lg: `${radius.card}px`, xl: `${radius.panel}px` },
});

const variables = (scheme: Scheme): Record<string, string> => {
  const own: Record<string, string> = {};
  for (const [token, hex] of Object.entries(colors[scheme])) own[`--cl-${kebab(token)}`] = hex;
  const hex = (token: string): string => colors[scheme][token] ?? '';
  return {
    ...own,
    '--cl-shadow-raised': shadow[scheme].raised,
    '--cl-shadow-panel': shadow[scheme].panel,
    '--cl-shadow-card': shadow[scheme].card,
    '--mantine-color-body': hex('canvas'),
    '--mantine-color-text': hex('text'),
    '--mantine-color-dimmed': hex('text2'),
    '--mantine-color-placeholder': hex('text3'),
    '--mantine-color-anchor': hex('link'),
    '--mantine-color-default': hex('surface'),
    '--mantine-color-default-hover': hex('hover'),
    '--mantine-color-default-color': hex('text'),
    '--mantine-color-default-border': hex('lineStrong'),
    '--mantine-color-error': hex('bad'),
    '--mantine-color-disabled': hex('sunken'),
    '--mantine-color-disabled-color': hex('text3'),
    '--mantine-primary-color-contrast': hex('onPrimary'),
  };
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: variables('light'), dark: variables('dark') });
