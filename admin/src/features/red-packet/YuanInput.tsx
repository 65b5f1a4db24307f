import { InputNumber } from 'antd';

/** Typed in yuan, kept in whole fen. */
export function YuanInput({ id, label, fen, onChange }: { id: string; label: string; fen: number | null; onChange: (fen: number | null) => void }) {
  return (
    <InputNumber
      id={id} aria-label={label} value={fen === null ? null : fen / 100} min={0.01} max={1_000_000} precision={2} step={1} prefix="¥" style={{ width: '100%' }}
      onChange={(value) => onChange(value === null ? null : Math.round(value * 100))}
    />
  );
}
