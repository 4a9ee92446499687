export type JoinTokenCommand =
  | {
      readonly type: 'CreateJoinToken';
      readonly tokenId: string;
      readonly poolId: string;
      readonly hash: string;
      readonly expiresAt?: string;
      readonly maxUses?: number;
    }
  | { readonly type: 'UseJoinToken'; readonly tokenId: string; readonly hostId: string; readonly now: string }
  | { readonly type: 'RevokeJoinToken'; readonly tokenId: string };
