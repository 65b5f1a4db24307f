declare module '../../core/services' {
  interface Services {
    imports: {
      /** Where uploaded files lie until they are imported. */
      folder: string;
      /** Of one file, in bytes. */
      limit: number;
      /** For so many ms an import can be rolled back. */
      undoMs: number;
    };
  }
}
export {};
