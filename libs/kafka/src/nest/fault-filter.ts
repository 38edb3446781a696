import { Catch, type ExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';

/**
 * Passes a handler's error on as it is. Nest's default filter replaces it by "Internal server error", which would hide
 * the difference between a database that is away and a record that can never be applied.
 */
@Catch()
export class FaultFilter implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
