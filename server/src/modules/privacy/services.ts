import type { PersonalData } from '../../core/personal/declare';

declare module '../../core/services' {
  interface Services {
    /** What all modules say of the personal data in their tables, in the order of the modules. */
    personalData: readonly PersonalData[];
  }
}
