/** What the build makes of imports that are no TypeScript. */
declare module '*?worker&inline' {
  const InlineWorker: new () => Worker;
  // biome-ignore lint/style/noDefaultExport: the form of the build tool's modules
  export default InlineWorker;
}
declare module '*.css' {}
