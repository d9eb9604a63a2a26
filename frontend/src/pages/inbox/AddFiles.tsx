import { IconFolder, IconUpload } from '@tabler/icons-react';
import type { Uploads } from '../../app/uploads';
import { PrimaryButton } from '../../ui/PrimaryButton';

type Props = { uploads: Uploads; main?: boolean };

/** AddFiles is the two ways to choose files; main makes choosing files the page's act. */
export function AddFiles({ uploads, main = false }: Props) {
  return (
    <>
      <PrimaryButton variant={main ? 'primary' : 'default'} small={!main} icon={<IconUpload size={16} stroke={1.75} />} onClick={uploads.chooseFiles} {...(main ? { k: 'Enter' } : {})}>
        {main ? 'Choose files' : 'Add files'}
      </PrimaryButton>
      <PrimaryButton variant="default" small={!main} icon={<IconFolder size={16} stroke={1.75} />} onClick={uploads.chooseFolder}>
        {main ? 'Choose a folder' : 'Add a folder'}
      </PrimaryButton>
    </>
  );
}
