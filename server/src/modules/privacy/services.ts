import type { PersonalData } from '../../core/personal/declare';
import type { FreeWords } from '../../core/personal/words';

declare module '../../core/services' {
  interface Services {
    /** What all modules say of the personal data in their tables, in the order of the modules. */
    personalData: readonly PersonalData[];
    /** Where all modules let people write freely. */
    freeWords: readonly FreeWords[];
  }
}
