// SPDX-License-Identifier: Apache-2.0
package org.mach4j.differential.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** What random programs are made of: moves, each with its weight. */
public enum Profile {
    /** Names, references, guards, and every call on every kind of name. */
    RIGHTS(new Weights()
            .add(8, RightMoves::allocate)
            .add(9, RightMoves::insertRight)
            .add(9, RightMoves::modRefs)
            .add(4, RightMoves::deallocate)
            .add(2, RightMoves::destroy)
            .add(4, RightMoves::extractRight)
            .add(3, RightMoves::getRefs)
            .add(2, RightMoves::type)
            .add(2, RightMoves::rename)
            .add(2, RightMoves::allocateName)
            .add(3, RightMoves::guard)
            .add(3, RightMoves::unguard)
            .add(3, RightMoves::construct)
            .add(4, RightMoves::destruct)
            .add(1, RightMoves::names)
            .add(1, RightMoves::replyPort)
            .add(4, RightMoves::count)
            .add(3, RightMoves::attributes)
            .add(3, RightMoves::setAttributes)
            .add(4, NotificationMoves::request)
            .add(3, SetMoves::insertMember)
            .add(4, Draft::copyRight)
            .add(3, MessageMoves::send)
            .add(2, MessageMoves::receive)),
    /** Simple messages: headers, sizes, options, trailers, full queues. */
    MESSAGES(new Weights()
            .add(14, MessageMoves::send)
            .add(12, MessageMoves::receive)
            .add(3, MessageMoves::sendAndReceive)
            .add(1, MessageMoves::overwrite)
            .add(3, MessageMoves::sendComplex)
            .add(2, RightMoves::allocate)
            .add(3, RightMoves::insertRight)
            .add(2, RightMoves::setAttributes)
            .add(2, RightMoves::modRefs)
            .add(1, RightMoves::deallocate)
            .add(1, RightMoves::destroy)
            .add(1, RightMoves::count)
            .add(1, SetMoves::insertMember)
            .add(1, SetMoves::peek)
            .add(1, NotificationMoves::request)
            .add(2, Draft::copyRight)),
    /** Descriptors: rights, memory and arrays of rights in messages, and what becomes of them when sending fails. */
    COMPLEX(new Weights()
            .add(14, MessageMoves::sendComplex)
            .add(9, MessageMoves::receive)
            .add(2, MessageMoves::sendAndReceive)
            .add(2, MessageMoves::overwrite)
            .add(3, RightMoves::allocate)
            .add(3, RightMoves::insertRight)
            .add(2, RightMoves::modRefs)
            .add(1, RightMoves::destroy)
            .add(1, RightMoves::guard)
            .add(1, RightMoves::setAttributes)
            .add(1, NotificationMoves::request)
            .add(1, SetMoves::insertMember)
            .add(2, MemoryMoves::allocate)
            .add(2, MemoryMoves::write)
            .add(2, MemoryMoves::read)
            .add(2, Draft::copyRight)),
    /** Port sets: membership, which member is served, sequence numbers. */
    SETS(new Weights()
            .add(7, SetMoves::insertMember)
            .add(4, SetMoves::moveMember)
            .add(3, SetMoves::extractMember)
            .add(3, SetMoves::status)
            .add(2, SetMoves::peek)
            .add(2, SetMoves::setSeqno)
            .add(9, MessageMoves::send)
            .add(1, MessageMoves::sendComplex)
            .add(10, MessageMoves::receive)
            .add(3, RightMoves::allocate)
            .add(2, RightMoves::insertRight)
            .add(1, RightMoves::modRefs)
            .add(1, RightMoves::destroy)
            .add(1, RightMoves::attributes)
            .add(1, RightMoves::setAttributes)
            .add(2, Draft::copyRight)),
    /** Dead names, no senders, send possible, port destroyed: requests, and what sets them off. */
    NOTIFICATIONS(new Weights()
            .add(10, NotificationMoves::request)
            .add(4, RightMoves::allocate)
            .add(6, RightMoves::insertRight)
            .add(5, RightMoves::modRefs)
            .add(4, RightMoves::deallocate)
            .add(3, RightMoves::destroy)
            .add(1, RightMoves::destruct)
            .add(1, RightMoves::extractRight)
            .add(1, RightMoves::setMscount)
            .add(2, RightMoves::setAttributes)
            .add(1, RightMoves::attributes)
            .add(1, RightMoves::rename)
            .add(7, MessageMoves::send)
            .add(2, MessageMoves::sendNotifying)
            .add(3, MessageMoves::sendComplex)
            .add(9, MessageMoves::receive)
            .add(1, SetMoves::insertMember)
            .add(3, Draft::copyRight)),
    /** Threads that wait in sends and receives, and what sets them free. */
    THREADS(new Weights()
            .add(6, ThreadMoves::receive)
            .add(4, ThreadMoves::send)
            .add(2, ThreadMoves::sendAndReceive)
            .add(6, ThreadMoves::join)
            .add(2, ThreadMoves::abort)
            .add(1, ThreadMoves::states)
            .add(1, ThreadMoves::terminate)
            .add(1, ThreadMoves::copyToEnded)
            .add(10, MessageMoves::send)
            .add(1, MessageMoves::sendComplex)
            .add(3, MessageMoves::receive)
            .add(2, RightMoves::insertRight)
            .add(3, RightMoves::setAttributes)
            .add(1, RightMoves::modRefs)
            .add(1, RightMoves::destroy)
            .add(1, NotificationMoves::request)
            .add(2, SetMoves::insertMember)
            .add(2, SetMoves::moveMember)
            .add(1, SetMoves::extractMember)
            .add(1, Draft::copyRight)),
    /** Out-of-line memory: what is shared, moved and given back; messages in memory of the program's own. */
    MEMORY(new Weights()
            .add(5, MemoryMoves::allocate)
            .add(6, MemoryMoves::write)
            .add(5, MemoryMoves::read)
            .add(2, MemoryMoves::deallocate)
            .add(10, MessageMoves::sendMemory)
            .add(9, MessageMoves::receive)
            .add(3, MessageMoves::fromOwnMemory)
            .add(1, MessageMoves::overwrite)
            .add(1, RightMoves::destroy)
            .add(1, RightMoves::insertRight)),
    /** Messages to the kernel's own ports, and the replies. */
    KERNEL_OBJECTS(new Weights()
            .add(14, KernelObjectMoves::request)
            .add(9, MessageMoves::receive)
            .add(2, MessageMoves::send)
            .add(3, RightMoves::allocate)
            .add(2, RightMoves::insertRight)
            .add(1, RightMoves::modRefs)
            .add(1, RightMoves::destroy)
            .add(2, RightMoves::names)
            .add(1, KernelObjectMoves::preallocate)
            .add(1, KernelObjectMoves::handOverSelf)
            .add(1, KernelObjectMoves::requestOfSelf)
            .add(3, KernelObjectMoves::specialPort)
            .add(1, NotificationMoves::request)
            .add(1, SetMoves::insertMember)
            .add(1, RightMoves::attributes)),
    /** Ports that hand on importance, and the messages that carry it. */
    IMPORTANCE(new Weights()
            .add(5, ImportanceMoves::role)
            .add(5, ImportanceMoves::receiver)
            .add(4, ImportanceMoves::construct)
            .add(12, ImportanceMoves::send)
            .add(8, MessageMoves::receive)
            .add(3, ImportanceMoves::look)
            .add(2, ImportanceMoves::handOver)
            .add(6, NotificationMoves::request)
            .add(2, MessageMoves::sendNotifying)
            .add(1, MessageMoves::sendAndReceive)
            .add(2, RightMoves::setAttributes)
            .add(2, RightMoves::insertRight)
            .add(1, RightMoves::modRefs)
            .add(1, RightMoves::destroy)
            .add(2, Draft::copyRight)),
    /** Long messages, full memory, time that runs out, chosen names, counts at their ends, messages made in advance. */
    LIMITS(new Weights()
            .add(4, LimitMoves::sendLong)
            .add(4, LimitMoves::receiveLong)
            .add(3, LimitMoves::sendFromEdge)
            .add(3, LimitMoves::receiveAtEdge)
            .add(2, LimitMoves::sendTooMuch)
            .add(2, LimitMoves::sendManyRights)
            .add(1, LimitMoves::overwriteTooSmall)
            .add(1, LimitMoves::receiveTimed)
            .add(1, LimitMoves::sendTimed)
            .add(1, LimitMoves::fillMemory)
            .add(3, LimitMoves::allocateNameNearby)
            .add(2, LimitMoves::insertRightNearby)
            .add(2, LimitMoves::setAttributes)
            .add(1, LimitMoves::requestOfFullName)
            .add(4, KernelObjectMoves::preallocate)
            .add(6, NotificationMoves::request)
            .add(3, MessageMoves::sendMemory)
            .add(2, MessageMoves::sendComplex)
            .add(2, MessageMoves::sendNotifying)
            .add(3, MessageMoves::receive)
            .add(2, MemoryMoves::allocate)
            .add(3, RightMoves::insertRight)
            .add(2, RightMoves::modRefs)
            .add(3, RightMoves::destroy)
            .add(2, RightMoves::deallocate)
            .add(1, RightMoves::setAttributes)
            .add(2, Draft::copyRight)),
    /** Some of everything but threads. */
    MIXED(new Weights()
            .addAll(RIGHTS)
            .addAll(MESSAGES)
            .addAll(COMPLEX)
            .addAll(SETS)
            .addAll(NOTIFICATIONS)
            .addAll(MEMORY)
            .addAll(KERNEL_OBJECTS)
            .addAll(IMPORTANCE)
            .addAll(LIMITS));

    private final Weights moves;

    Profile(Weights moves) {
        this.moves = moves;
    }

    /** The name on the command line: {@code kernel-objects}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The profile of a name on the command line. */
    public static Profile of(String text) {
        for (Profile profile : values()) {
            if (profile.text().equals(text)) {
                return profile;
            }
        }
        throw new IllegalArgumentException("no profile '" + text + "'");
    }

    Move choose(SplittableRandom random) {
        return moves.choose(random);
    }

    /** Moves, each as often as its weight. */
    private static final class Weights {
        private final List<Move> moves = new ArrayList<>();

        Weights add(int weight, Move move) {
            for (int i = 0; i < weight; i++) {
                moves.add(move);
            }
            return this;
        }

        Weights addAll(Profile other) {
            moves.addAll(other.moves.moves);
            return this;
        }

        Move choose(SplittableRandom random) {
            return moves.get(random.nextInt(moves.size()));
        }
    }

    @Override
    public String toString() {
        return text();
    }
}
