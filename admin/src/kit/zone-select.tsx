import { Select } from 'antd';

const zones = ['Asia/Shanghai', 'Asia/Urumqi', 'Asia/Hong_Kong', 'Asia/Taipei', 'Asia/Singapore', 'Asia/Tokyo', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'Australia/Sydney', 'UTC'];

/** A time zone; one that is chosen already stands in the list whichever it is. */
export function ZoneSelect({ label, value, onChange, disabled = false }: { label: string; value: string; onChange: (zone: string) => void; disabled?: boolean }) {
  return <Select aria-label={label} showSearch disabled={disabled} value={value} style={{ width: 190 }} onChange={onChange} options={[...new Set([value, ...zones])].map((one) => ({ value: one, label: one }))} />;
}
