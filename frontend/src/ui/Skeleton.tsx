import { Skeleton as Bone } from '@mantine/core';
import classes from './States.module.css';

const shapes: Record<'page' | 'card' | 'table' | 'chart', number[]> = { page: [34, 180, 320], card: [120], table: [40, 40, 40, 40, 40], chart: [280] };

/** Skeleton has the shape of the answer and appears after 300 ms. */
export function Skeleton({ shape }: { shape: keyof typeof shapes }) {
  return (
    <div className={classes.skeleton} role="status" aria-label="Loading">
      {shapes[shape].map((height, i) => <Bone key={i} height={height} width={i === 0 && shape === 'page' ? '60%' : '100%'} radius={12} animate={false} />)}
    </div>
  );
}
