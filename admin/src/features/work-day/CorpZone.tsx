import type { OwnDay } from '@scrm/shared/calendar';
import { api } from '../../api';
import { useAct } from '../../kit/act';
import { useAllowed } from '../../kit/me';
import { ZoneSelect } from '../../kit/zone-select';
import { useWorkDayWords } from './words';

/** By which clock the company's days begin. */
export function CorpZone({ zone, days, updatedAt }: { zone: string; days: OwnDay[]; updatedAt: number }) {
  const t = useWorkDayWords();
  const canSave = useAllowed()('calendar.save');
  const save = useAct((timeZone: string) => api.calendar.save({ items: days, timeZone, updatedAt }), { done: t.zoneSaved, touches: ['calendar', 'session', 'codeNumbers', 'groupCodes', 'storeNumbers', 'redPackets', 'welcomeRules'] });
  return (
    <section className="panel stack-tight" data-testid="corp-zone">
      <div className="between"><h2>{t.zone}</h2><ZoneSelect label={t.zone} value={save.isPending ? save.variables : zone} disabled={!canSave || save.isPending} onChange={save.mutate} /></div>
      <p className="soft small">{t.zoneNote}</p>
    </section>
  );
}
