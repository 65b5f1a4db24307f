const paths = {
  back: 'M15 5l-7 7 7 7',
  scan: 'M4 8V5.5A1.5 1.5 0 015.5 4H8M16 4h2.5A1.5 1.5 0 0120 5.5V8M20 16v2.5a1.5 1.5 0 01-1.5 1.5H16M8 20H5.5A1.5 1.5 0 014 18.5V16M4 12h16',
  chats: 'M4.5 17.5V7A2.5 2.5 0 017 4.5h10A2.5 2.5 0 0119.5 7v7a2.5 2.5 0 01-2.5 2.5H8.5L4.5 20z',
  me: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4.5 20c.8-3.4 3.9-5.5 7.5-5.5s6.7 2.1 7.5 5.5',
  people: 'M9 11.5a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 19.5c.6-3 3.2-5 6.5-5s5.9 2 6.5 5M16 5a3.2 3.2 0 010 6M18 15c1.9.8 3.1 2.4 3.5 4.5',
  group: 'M4 5.5h11a1 1 0 011 1v6a1 1 0 01-1 1H9l-3.5 3v-3H4a1 1 0 01-1-1v-6a1 1 0 011-1zM18.5 9.5H20a1 1 0 011 1v6a1 1 0 01-1 1h-1v2.5l-3-2.5h-5',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  side: 'M4.5 5h15a1 1 0 011 1v12a1 1 0 01-1 1h-15a1 1 0 01-1-1V6a1 1 0 011-1zM14.5 5v14',
  reload: 'M19.5 12a7.5 7.5 0 11-2.2-5.300M19.5 4.5v4h-4',
  trash: 'M5 7h14M10 7V5h4v2M7 7l.8 12h8.4L17 7',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  file: 'M7 3.5h7l4 4v12a1 1 0 01-1 1H7a1 1 0 01-1-1v-15a1 1 0 011-1zM14 3.5V8h4',
  mini: 'M15.5 6.5a3 3 0 012 5c-1.5 1.4-3.5.8-3.5.8M8.5 17.5a3 3 0 01-2-5c1.5-1.4 3.5-.8 3.5-.8M14 9.5a3.5 3.5 0 00-3.5-1c-1.800.5-2.2 2.5-1 3.7l4 3.600c1.2 1.2.8 3.2-1 3.7',
  open: 'M9 5H5.5v13.5H19V15M13 5h6v6M19 5l-8.5 8.5',
  close: 'M6 6l12 12M18 6L6 18',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  left: 'M19 12H5M11 6l-6 6 6 6',
  plus: 'M12 5v14M5 12h14',
  tag: 'M4 12V5a1 1 0 011-1h7l8 8-8 8zM8.5 8.5h.01',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth={name === 'more' ? 3 : 1.7} strokeLinecap="round" strokeLinejoin="round">
      <path d={paths[name]} />
    </svg>
  );
}
