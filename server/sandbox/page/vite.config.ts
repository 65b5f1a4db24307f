import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** While the page is being worked on, `npx vite server/sandbox/page` shows it on top of a running sandbox. */
const sandbox = `http://localhost:${process.env.SANDBOX_PORT ?? 3100}`;

export default defineConfig({
  base: '/',
  plugins: [react()],
  server: { proxy: { '/sandbox': sandbox } },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022' },
});
