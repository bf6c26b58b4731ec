/** What the build makes of imports that are no TypeScript. */
declare module '*.css' {}
