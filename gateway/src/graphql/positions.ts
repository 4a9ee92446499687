import { SERVICES, type ServiceName } from '@berth/contracts/services';

/**
 * How far in each service's log the client has seen: its own writes are read back. Travels as the header or cookie
 * `Berth-After: scheduler=00000000000000000042,auth=…`.
 */
export class Positions {
  readonly #seen = new Map<ServiceName, string>();
  #changed = false;

  /** Invalid positions are ignored. */
  static parse(text: string | undefined): Positions {
    const positions = new Positions();
    for (const part of (text ?? '').split(',')) {
      const [service, position] = part.trim().split('=');
      const known = SERVICES.find((each) => each === service);
      if (known && position !== undefined && /^\d{20}$/.test(position)) positions.#seen.set(known, position);
    }
    return positions;
  }

  of(service: ServiceName): string | undefined {
    return this.#seen.get(service);
  }

  saw(service: ServiceName, position: string): void {
    const known = this.#seen.get(service);
    if (known !== undefined && known >= position) return;
    this.#seen.set(service, position);
    this.#changed = true;
  }

  /** Undefined if the request has written nothing. */
  toHeader(): string | undefined {
    if (!this.#changed) return undefined;
    return [...this.#seen].map(([service, position]) => `${service}=${position}`).join(',');
  }
}
