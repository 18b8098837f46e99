import { z } from 'zod';
import { Duration } from '../conversations/handoff/duration.ts';
import { Role } from '../domain/staff.ts';

/** One thing that must hold; on a line of `any` all of them must. */
export type Condition =
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'holder' | 'offered' | 'waiting' | 'self' | 'on-shift' | 'second-factor' }
  | { readonly kind: 'handled' | 'confirmed'; readonly within: number };

const plain: Readonly<Record<string, Condition>> = {
  holder: { kind: 'holder' },
  offered: { kind: 'offered' },
  waiting: { kind: 'waiting' },
  self: { kind: 'self' },
  'on shift': { kind: 'on-shift' },
  'second factor': { kind: 'second-factor' },
};

const Condition = z.string().transform((text, context): Condition => {
  const known = plain[text];
  if (known !== undefined) return known;
  const role = Role.safeParse(/^role (\S+)$/u.exec(text)?.[1]);
  if (role.success) return { kind: 'role', role: role.data };
  const [, kind, within] = /^(handled|confirmed) within (\S+)$/u.exec(text) ?? [];
  const duration = Duration.safeParse(within);
  if ((kind === 'handled' || kind === 'confirmed') && duration.success)
    return { kind, within: duration.data };
  context.addIssue({
    code: 'custom',
    message: `"${text}" is no condition; see the top of dialogs/permissions.yaml`,
  });
  return z.NEVER;
});

const PermissionName = z.string().regex(/^[a-z-]+\.[a-z-]+$/u, 'a permission is written like chat.view');

/** dialogs/permissions.yaml: any of (all of). What is not in it is refused. */
export const Permissions = z.strictObject({
  open: z.array(PermissionName),
  permissions: z.record(PermissionName, z.strictObject({ any: z.array(z.array(Condition).min(1)).min(1) })),
});
export type Permissions = Readonly<z.infer<typeof Permissions>>;

/**
 * Every route must have a rule and every rule a route: the faults keep the program from starting.
 * `needed` are the permissions that routes name.
 */
export function checkPermissions(rules: Permissions, needed: readonly string[]): readonly string[] {
  const known = new Set([...rules.open, ...Object.keys(rules.permissions)]);
  const used = new Set(needed);
  return [
    ...[...used]
      .filter((name) => !known.has(name))
      .map((name) => `permissions.yaml: no rule for ${name}, which a route needs`),
    ...[...known]
      .filter((name) => !used.has(name))
      .map((name) => `permissions.yaml: ${name} is used by no route`),
  ];
}
