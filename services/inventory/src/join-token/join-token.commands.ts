export type JoinTokenCommand =
  | {
      readonly type: 'createJoinToken';
      readonly tokenId: string;
      readonly poolId: string;
      readonly hash: string;
      readonly expiresAt?: string;
      readonly maxUses?: number;
    }
  | { readonly type: 'useJoinToken'; readonly tokenId: string; readonly hostId: string; readonly now: string }
  | { readonly type: 'revokeJoinToken'; readonly tokenId: string };
