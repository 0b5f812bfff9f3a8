import { describe, expect, it } from 'vitest';
import { isShortcut, type Press } from '#domain/search/shortcut.ts';

const press = (parts: Partial<Press>): Press => ({
  key: 'k',
  code: 'KeyK',
  ctrlKey: true,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...parts,
});

describe('Control and K', () => {
  it.each<[string, Partial<Press>]>([
    ['on an American keyboard', {}],
    ['with Command instead of Control', { ctrlKey: false, metaKey: true }],
    ['under Caps Lock', { key: 'K' }],
    ['on a Cyrillic keyboard, whose key of that place is another letter', { key: 'л' }],
    ['on a Greek keyboard', { key: 'κ' }],
    ['on a Dvorak keyboard, where it stands elsewhere', { code: 'KeyV' }],
  ])('is a shortcut %s', (_, parts) => {
    expect(isShortcut(press(parts), 'k')).toBe(true);
  });

  it.each<[string, Partial<Press>]>([
    ['without Control', { ctrlKey: false }],
    ['with Shift, which opens the console of Firefox', { key: 'K', shiftKey: true }],
    ['with Alt, by which some keyboards have their signs', { altKey: true }],
    ['for a Latin letter in the place of K', { key: 't' }],
    ['for a key without a letter', { key: 'Control', code: 'ControlLeft' }],
  ])('is none %s', (_, parts) => {
    expect(isShortcut(press(parts), 'k')).toBe(false);
  });
});
