import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/temporary-folder.ts', 'test/support/build-viewer.ts'],
    setupFiles: ['test/support/frozen-prototype.ts'],
    // Generous: browsers and compilers run beside each other on machines with two cores.
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
