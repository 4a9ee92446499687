import type { ProjectEvent } from '@berth/contracts/auth/events';
import type { EventStore } from '@berth/event-store';
import { Aggregates } from '@berth/service-host/aggregates';
import type { ProjectCommand } from './project.commands.js';
import { projectDecider } from './project.decider.js';
import type { Project } from './project.js';

export class Projects extends Aggregates<Project, ProjectCommand, ProjectEvent> {
  constructor(store: EventStore) {
    super(store, projectDecider);
  }
}
