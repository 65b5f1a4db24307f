import { errors, sentence, type ErrorBody, type ErrorCode, type ErrorData, type Language } from '@scrm/shared/error';

/** An error that a person can read: a code of the one list, and the data that fills its sentence. */
export class AppError extends Error {
  constructor(readonly code: ErrorCode, readonly data: ErrorData = {}, options?: ErrorOptions) {
    super(sentence(code, data, 'en'), options);
    this.name = 'AppError';
  }

  get status(): number {
    return errors[this.code].status;
  }

  body(language: Language): ErrorBody {
    return { code: this.code, message: sentence(this.code, this.data, language), data: this.data };
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
