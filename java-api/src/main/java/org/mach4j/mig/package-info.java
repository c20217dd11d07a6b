// SPDX-License-Identifier: Apache-2.0
/**
 * The MIG wire protocol (spec 06 §3): typed clients and servers, generated from annotated interfaces.
 *
 * <p>An interface annotated with {@link org.mach4j.mig.Subsystem} says what is on the wire:
 *
 * <table>
 * <caption>Java types and MIG types</caption>
 * <tr><th>Java</th><th>MIG</th></tr>
 * <tr><td>{@code byte short int long float double}</td><td>8 to 64 bits, each in a multiple of 4 bytes</td></tr>
 * <tr><td>{@code boolean}</td><td>{@code boolean_t}, 32 bits</td></tr>
 * <tr><td>{@code @Fixed(N) byte[] short[] int[] long[]}</td><td>{@code array[N] of T}</td></tr>
 * <tr><td>{@code @Bounded(N) byte[] short[] int[] long[]}</td><td>{@code array[*:N] of T}</td></tr>
 * <tr><td>{@code @CString(N) String}</td><td>{@code c_string[N]}</td></tr>
 * <tr><td>{@code @VariableCString(N) String}</td><td>{@code c_string[*:N]}</td></tr>
 * <tr><td>{@code @OutOfLine byte[] short[] int[] long[]}</td><td>{@code array[] of T}</td></tr>
 * <tr><td>{@code Memory}</td><td>{@code pointer_t}: out-of-line bytes</td></tr>
 * <tr><td>{@code SendRight SendOnceRight ReceiveRight}</td><td>a port of that received form</td></tr>
 * <tr><td>{@code Right}</td><td>a polymorphic port</td></tr>
 * <tr><td>{@code List<SendRight>}</td><td>{@code array[] of mach_port_t}</td></tr>
 * <tr><td>{@code AuditToken} (in)</td><td>{@code serveraudittoken}: not on the wire, the server learns it</td></tr>
 * </table>
 *
 * <p>A capacity that a request carries for an array in its reply ({@code CountInOut}) is an {@code int} argument. An inout
 * argument is an in argument and an out argument.
 *
 * <p><b>Ownership.</b> The client gives rights as {@link org.mach4j.Transfer}s, which say what becomes of its own; memory is
 * copied and stays. What a client gets back, and what a server is called with, belongs to it. What a server returns moves to
 * the client.
 */
@NullMarked
package org.mach4j.mig;

import org.jspecify.annotations.NullMarked;
