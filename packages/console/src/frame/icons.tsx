import type { ReactNode } from 'react';

const icon = (paths: ReactNode) => (
  <svg
    viewBox="0 0 20 20"
    width="1.15em"
    height="1.15em"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.7"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {paths}
  </svg>
);

export const CheckIcon = () => icon(<path d="M4 10.5l4 4 8-9" />);
export const PenIcon = () => icon(<path d="M4 16l.8-3.4L13 4.4a1.7 1.7 0 012.5 2.4l-8.2 8.3L4 16z" />);
export const CrossIcon = () => icon(<path d="M5 5l10 10M15 5L5 15" />);
export const BackIcon = () => icon(<path d="M8 5L4 9l4 4M4.5 9H12a4 4 0 010 8H9" />);
export const SkipIcon = () => icon(<path d="M5 5l6 5-6 5V5zM15 5v10" />);
export const UndoIcon = () => icon(<path d="M7 4L3.5 7.5 7 11M4 7.5h7.5a4.5 4.5 0 010 9H8" />);
export const LeftIcon = () => icon(<path d="M12 4l-6 6 6 6" />);
export const WarnIcon = () => icon(<path d="M10 3l7.5 13.5h-15L10 3zM10 8.5v3.5M10 14.3v.1" />);
export const CloudIcon = () => icon(<path d="M3 3l14 14M8 5.3A5 5 0 0115 9a3.5 3.5 0 011.8 5.4M5.5 8.6A4 4 0 006 16h7" />);
export const DownloadIcon = () => icon(<path d="M10 3v9M6 8.5l4 4 4-4M4 16.5h12" />);
export const SearchIcon = () =>
  icon(
    <>
      <circle cx="9" cy="9" r="5" />
      <path d="M13 13l4 4" />
    </>,
  );
export const PersonIcon = () =>
  icon(
    <>
      <circle cx="10" cy="7" r="3.2" />
      <path d="M3.8 17c.8-3.4 3.3-5 6.2-5s5.4 1.6 6.2 5" />
    </>,
  );
export const KeyboardIcon = () =>
  icon(
    <>
      <rect x="2" y="5" width="16" height="10" rx="2" />
      <path d="M5.5 8.2h.1M8.5 8.2h.1M11.5 8.2h.1M14.5 8.2h.1M6.5 11.8h7" />
    </>,
  );
export const SparkIcon = () => icon(<path d="M10 3l1.6 4.9L16.5 10l-4.9 1.9L10 17l-1.6-5.1L3.5 10l4.9-2.1L10 3z" />);
export const ClockIcon = () =>
  icon(
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 6v4l2.5 2" />
    </>,
  );
export const SpeechIcon = () =>
  icon(<path d="M3.5 5.5a1.5 1.5 0 011.5-1.5h10a1.5 1.5 0 011.5 1.5v6a1.5 1.5 0 01-1.5 1.5H9l-3.5 3v-3H5a1.5 1.5 0 01-1.5-1.5v-6z" />);
export const LinkIcon = () =>
  icon(<path d="M8.5 11.5l3-3M9 6.5l1.8-1.8a3.2 3.2 0 014.5 4.5L13.5 11M11 13.5l-1.8 1.8a3.2 3.2 0 01-4.5-4.5L6.5 9" />);
export const BellIcon = () => icon(<path d="M5 13.5V9a5 5 0 0110 0v4.5l1.2 1.5H3.8L5 13.5zM8.3 17.3a2 2 0 003.4 0" />);
