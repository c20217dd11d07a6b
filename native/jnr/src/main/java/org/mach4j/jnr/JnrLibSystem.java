// SPDX-License-Identifier: Apache-2.0
package org.mach4j.jnr;

import org.mach4j.libsystem.LibSystem;

/**
 * libSystem's functions by jnr-ffi, which makes most of them from the interface. Public because jnr-ffi implements it outside this module.
 *
 * <p>Those with more than six arguments are called through jffi, the layer below: jnr-ffi would allocate an array for each call. And so is
 * {@code mach_port_space_info}: the stub that jnr-ffi 2.3.4 makes on x86-64 for one 32-bit and five 64-bit arguments ends the process.
 */
public interface JnrLibSystem extends LibSystem {
    @Override
    default int mach_msg(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        return WideCalls.of(this)
                .machMsg
                .with(0, msg)
                .with(1, option)
                .with(2, sendSize)
                .with(3, rcvSize)
                .with(4, rcvName)
                .with(5, timeout)
                .with(6, notify)
                .call();
    }

    @Override
    default int mach_msg_trap(long msg, int option, int sendSize, int rcvSize, int rcvName, int timeout, int notify) {
        return WideCalls.of(this)
                .machMsgTrap
                .with(0, msg)
                .with(1, option)
                .with(2, sendSize)
                .with(3, rcvSize)
                .with(4, rcvName)
                .with(5, timeout)
                .with(6, notify)
                .call();
    }

    @Override
    default int mach_msg_overwrite(
            long msg,
            int option,
            int sendSize,
            int rcvSize,
            int rcvName,
            int timeout,
            int notify,
            long rcvMsg,
            int rcvLimit) {
        return WideCalls.of(this)
                .machMsgOverwrite
                .with(0, msg)
                .with(1, option)
                .with(2, sendSize)
                .with(3, rcvSize)
                .with(4, rcvName)
                .with(5, timeout)
                .with(6, notify)
                .with(7, rcvMsg)
                .with(8, rcvLimit)
                .call();
    }

    @Override
    default int mach_msg_overwrite_trap(
            long msg,
            int option,
            int sendSize,
            int rcvSize,
            int rcvName,
            int timeout,
            int notify,
            long rcvMsg,
            int rcvLimit) {
        return WideCalls.of(this)
                .machMsgOverwriteTrap
                .with(0, msg)
                .with(1, option)
                .with(2, sendSize)
                .with(3, rcvSize)
                .with(4, rcvName)
                .with(5, timeout)
                .with(6, notify)
                .with(7, rcvMsg)
                .with(8, rcvLimit)
                .call();
    }

    @Override
    default int mach_port_peek(
            int task,
            int name,
            int trailerType,
            long requestSeqno,
            long msgSize,
            long msgId,
            long trailerInfo,
            long trailerInfoCnt) {
        return WideCalls.of(this)
                .machPortPeek
                .with(0, task)
                .with(1, name)
                .with(2, trailerType)
                .with(3, requestSeqno)
                .with(4, msgSize)
                .with(5, msgId)
                .with(6, trailerInfo)
                .with(7, trailerInfoCnt)
                .call();
    }

    @Override
    default int mach_port_request_notification(
            int task, int name, int msgid, int sync, int notify, int notifyPoly, long previous) {
        return WideCalls.of(this)
                .machPortRequestNotification
                .with(0, task)
                .with(1, name)
                .with(2, msgid)
                .with(3, sync)
                .with(4, notify)
                .with(5, notifyPoly)
                .with(6, previous)
                .call();
    }

    @Override
    default int mach_port_space_info(
            int task, long spaceInfo, long tableInfo, long tableInfoCnt, long treeInfo, long treeInfoCnt) {
        return WideCalls.of(this)
                .machPortSpaceInfo
                .with(0, task)
                .with(1, spaceInfo)
                .with(2, tableInfo)
                .with(3, tableInfoCnt)
                .with(4, treeInfo)
                .with(5, treeInfoCnt)
                .call();
    }
}
