import type { Brand } from '@scrm/shared/visitor';
import { AppError } from '../../core/errors';
import type { PageContext } from '../../core/http/page';
import type { Services } from '../../core/services';
import type { Corp } from '../corp';
import type { RecogniseContext } from './recognise';

type Around = Pick<PageContext, 'database' | 'corps' | 'wecom' | 'suite' | 'clock' | 'log'>;

/** A visitor is at home at one company; which, the page's address says where there are several. */
export async function chosenCorp(context: Pick<Services, 'corps'>, id: string | undefined): Promise<Corp | null> {
  if (id) return openCorp(context, id);
  const corps = await context.corps.active();
  return corps.length === 1 ? corps[0]! : null;
}

export async function openCorp({ corps }: Pick<Services, 'corps'>, id: string): Promise<Corp> {
  const corp = await corps.find(id);
  if (corp?.state !== 'active') throw new AppError('not_found', { what: '企业' });
  return corp;
}

/** A public call is bound to no company; this one is now. */
export function around({ wecom, corps, suite, clock, log, database }: Around, corp: Corp): RecogniseContext {
  return { wecom, corps, suite, clock, log, db: database.corp(corp.id) };
}

export const brandOf = ({ id, name, logoUrl }: Corp): Brand => ({ corp: id, name, logoUrl });
