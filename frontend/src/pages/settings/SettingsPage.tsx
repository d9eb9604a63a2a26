import { useSettings } from '../../api/hooks';
import type { PageProps } from '../../app/routes';
import { Loaded } from '../../ui/Loaded';
import { BackupsCard } from './BackupsCard';
import { BrandSettings } from './BrandSettings';
import { FileCard } from './FileCard';
import { SampleCard } from './SampleCard';
import classes from './SettingsPage.module.css';
import { ThemeCard } from './ThemeCard';

/** SettingsPage is the brand, its costs, the look of the screen, the data's file and its backups. */
export default function SettingsPage({ brand }: PageProps) {
  return (
    <Loaded query={useSettings(brand)}>
      {(settings) => (
        <>
          <BrandSettings brand={brand} settings={settings} />
          <div className={classes.stack}>
            <ThemeCard />
            <FileCard settings={settings} />
            {brand === 'own' && <BackupsCard settings={settings} />}
            <SampleCard />
          </div>
        </>
      )}
    </Loaded>
  );
}
