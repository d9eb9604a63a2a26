import type { Brand } from '../api/client';

/** DropOverlay makes the whole window a place to drop files on. */
export function DropOverlay(_: { brand: Brand }) {
  return null;
}
