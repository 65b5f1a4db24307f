/**
 * What the app puts at the disposal of every route and job beside the database: filled by the layers above
 * (`declare module` there), handed through by core without knowing it.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Services {}
