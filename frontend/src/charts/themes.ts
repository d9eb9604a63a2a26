// The two ECharts themes of the screen, made from tokens.json. Options bring everything that carries
// meaning; a theme gives only the ground they stand on.
import { chart, font } from '../../../backend/report/assets/tokens.json';
import { colorOf, type Scheme } from './tokens';

export { resolveTokens, type Scheme } from './tokens';

/** themeName is the registered theme of a scheme. */
export const themeName = (scheme: Scheme): string => `cl-${scheme}`;

/** themeOf builds the ECharts theme of a scheme. */
export const themeOf = (scheme: Scheme): object => {
  const hex = (token: string): string => colorOf(token, scheme);
  const axis = {
    axisLine: { lineStyle: { color: hex(chart.axis.line) } },
    axisTick: { show: false },
    axisLabel: { color: hex(chart.axis.label), fontSize: chart.axis.labelSize },
    splitLine: { lineStyle: { color: hex(chart.grid.color), width: chart.grid.width } },
  };
  return {
    darkMode: scheme === 'dark',
    backgroundColor: 'transparent',
    animation: false,
    color: ['observed', 'anyway', 'effect', 'claimed'].map(hex),
    textStyle: { fontFamily: font.family, color: hex('text2') },
    categoryAxis: axis,
    valueAxis: axis,
    axisPointer: { lineStyle: { color: hex('control') } },
  };
};
