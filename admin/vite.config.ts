import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';

/** Contracts are types to a screen. A value import from one would pull the whole schema library along, so the build refuses. */
function refuseSchemaLibrary(): Plugin {
  return {
    name: 'refuse-schema-library',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const zod = Object.keys(chunk.modules).find((id) => id.includes('/node_modules/zod/'));
        if (zod) this.error(`${chunk.fileName} contains ${zod}: import contracts with \`import type\``);
      }
    },
  };
}

export default defineConfig({
  base: '/admin/',
  plugins: [react(), refuseSchemaLibrary()],
  build: {
    outDir: 'dist',
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router|react-router-dom|@tanstack)[\\/]/, priority: 2 },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': 'http://localhost:3000', '/oauth': 'http://localhost:3000', '/c/': 'http://localhost:3000' },
  },
});
