/** How well a source was read, in words. */
export const GRADES = {
  read: 'Original, read',
  secondary: 'A page about the original, read',
  unread: 'Original, for further reading; it could not be opened',
} as const;
