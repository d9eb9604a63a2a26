import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Addresses are relative, so that the same files work in the window and behind the local server; nothing
// is inlined, because the page's policy allows no inline script.
export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true, // public/.gitkeep keeps the folder in the repository
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
