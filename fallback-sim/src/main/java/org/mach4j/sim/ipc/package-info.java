// SPDX-License-Identifier: Apache-2.0
/**
 * Messages, queues, ports, port sets, rights, entries, spaces and notifications.
 *
 * <p><b>Locks</b>, in the order in which they are taken: the kernel's transit lock; a space's; a port's, which guards its queue
 * and its requests; a set's or a semaphore's. The locks of tasks, threads and hosts in {@code org.mach4j.sim.kern} come
 * before a port's, and none of them is held with a space's. Nobody holds two locks of a kind. No message is sent, and no thread waits,
 * while a lock is held.
 *
 * <p><b>Read without a lock</b>, and checked under it where it matters: {@code Space.glance} and {@code Space.active},
 * {@code Port.destination}, {@code sendPossibleArmed} and {@code importanceDonation}, and what a thread waits for and why it was
 * woken. A call looks a name up and acts on what it found under one hold of the space's lock, or goes on from it to the port's or
 * set's without a gap; where it has to let go, it looks again.
 */
@NullMarked
package org.mach4j.sim.ipc;

import org.jspecify.annotations.NullMarked;
