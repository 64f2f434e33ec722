import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { shellPlugin } from './shell-plugin.ts';

/** Packages whose modules only declare things: unused ones are left out, which keeps zod and most of Mantine off the first load. */
const declaresOnly = /(packages\/(contract|checks)|node_modules\/(@mantine|zod|@tanstack))\/.*\.(js|mjs|ts)$/;

export default defineConfig({
  plugins: [react(), shellPlugin()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: { treeshake: { moduleSideEffects: (id: string) => !declaresOnly.test(id) } },
  },
  worker: { format: 'es' },
  optimizeDeps: { exclude: ['harper.js'] },
  server: { proxy: { '/v1': 'http://127.0.0.1:4141' } },
  test: { include: ['test/**/*.test.ts'] },
} as Parameters<typeof defineConfig>[0]);
