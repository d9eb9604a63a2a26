import { IconUpload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Brand } from '../api/client';
import { filesOfDrop } from '../app/dropped';
import { useUploads } from '../app/uploads';
import classes from './DropOverlay.module.css';

const holdsFiles = (e: DragEvent): boolean => e.dataTransfer?.types.includes('Files') ?? false;

/** DropOverlay makes the whole window take files and folders, on every page. */
export function DropOverlay({ brand }: { brand: Brand }) {
  const uploads = useUploads(brand);
  const [over, setOver] = useState(false);
  const then = useRef(uploads);
  useEffect(() => {
    then.current = uploads;
  });
  useEffect(() => {
    const drag = (e: DragEvent): void => {
      if (!holdsFiles(e)) return;
      e.preventDefault(); // else the browser would open the file in place of the page
      if (e.dataTransfer) e.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const leave = (e: DragEvent): void => {
      if (e.relatedTarget === null) setOver(false);
    };
    const drop = (e: DragEvent): void => {
      if (!e.dataTransfer || !holdsFiles(e)) return;
      e.preventDefault();
      setOver(false);
      filesOfDrop(e.dataTransfer).then((found) => then.current.take(found), () => then.current.unreadable());
    };
    const away = new AbortController();
    const { signal } = away;
    window.addEventListener('dragenter', drag, { signal });
    window.addEventListener('dragover', drag, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('drop', drop, { signal });
    return () => away.abort();
  }, []);
  if (!over) return null;
  return (
    <div className={classes.veil} role="status">
      <div className={classes.box}>
        <IconUpload size={28} stroke={1.75} aria-hidden="true" />
        <p className={classes.title}>Drop to look. Nothing is saved yet.</p>
        <p className={classes.text}>CSV or XLSX exports, one or many, or a whole folder.</p>
      </div>
    </div>
  );
}
