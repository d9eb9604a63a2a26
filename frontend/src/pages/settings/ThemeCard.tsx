import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { Card } from '../../ui/Card';
import classes from './SettingsPage.module.css';

const looks = [{ value: 'auto', label: 'As the system' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }] as const;

/** ThemeCard chooses light or dark; it applies at once and is kept on this computer. */
export function ThemeCard() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choose = (value: string) => {
    const look = looks.find((l) => l.value === value);
    if (look) setColorScheme(look.value);
  };
  return (
    <Card title="Light or dark">
      <SegmentedControl className={classes.looks} aria-label="Light or dark" value={colorScheme} data={looks.map((l) => ({ ...l }))} onChange={choose} />
    </Card>
  );
}
