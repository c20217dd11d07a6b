// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

/**
 * A worker thread of a guest task.
 *
 * @param port the name of the thread's port in the agent's own space
 */
record GuestThread(Caller caller, int port) {}
