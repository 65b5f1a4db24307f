import type { TaskKind } from '../../core/tasks';

declare module '../../core/services' {
  interface Services {
    /** Every kind of task that the modules list. */
    taskKinds: ReadonlyMap<string, TaskKind>;
  }
}
