// SPDX-License-Identifier: Apache-2.0
/** Messages, queues, ports, port sets, rights, entries, spaces and notifications. */
@NullMarked
package org.mach4j.sim.ipc;

import org.jspecify.annotations.NullMarked;
