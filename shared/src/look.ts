/** The one set of colours and type of all four surfaces. */
export const look = {
  light: {
    accent: '#1F6FEB', success: '#1A9E5B', warning: '#C77700', danger: '#D93A3A',
    text: '#1B2430', secondary: '#5B6776', faint: '#8A95A3',
    page: '#F6F7F9', panel: '#FFFFFF', line: '#E6E9EE',
  },
  dark: {
    accent: '#4C8DFF', success: '#35C27A', warning: '#E8A13A', danger: '#F26A6A',
    text: '#E7ECF3', secondary: '#A5B0BF', faint: '#76818F',
    page: '#12161C', panel: '#1A2029', line: '#2A323D',
  },
  font: '-apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif',
  size: { xs: 12, body: 14, phone: 16, title: 20, figure: 28 },
  radius: { card: 8, control: 6 },
  grid: 4,
} as const;
