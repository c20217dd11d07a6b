// SPDX-License-Identifier: Apache-2.0
package org.mach4j.sim;

/**
 * What became of messages. While nothing is queued and no call is under way, {@code made = received + destroyed}.
 *
 * @param made messages copied in, and those the kernel made itself
 * @param received messages delivered, in whole or in part, or answered by the kernel
 * @param destroyed messages destroyed, or given back to a sender
 */
public record MessageCounts(long made, long received, long destroyed) {}
