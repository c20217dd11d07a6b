// SPDX-License-Identifier: Apache-2.0
package org.mach4j.gnumach;

/** Numbers of GNU Mach's i386 interface, from the headers and the list of message ids that Debian's packages gnumach-dev and gnumach-common have. */
final class Mach {
    // traps: mach/syscall_sw.h
    static final int MACH_MSG = -25;
    static final int MACH_REPLY_PORT = -26;
    static final int MACH_THREAD_SELF = -27;
    static final int MACH_TASK_SELF = -28;
    static final int MACH_HOST_SELF = -29;
    static final int VM_ALLOCATE = -65;
    static final int VM_DEALLOCATE = -66;
    static final int PORT_DEALLOCATE = -73;
    static final int PORT_INSERT_RIGHT = -74;

    // requests: gnumach.msgids
    static final int TASK_CREATE = 2007;
    static final int TASK_TERMINATE = 2008;
    static final int THREAD_SET_STATE = 2018;
    static final int THREAD_INFO = 2019;
    static final int THREAD_CREATE = 2061;
    static final int THREAD_RESUME = 2063;
    static final int THREAD_ABORT = 2064;
    static final int PORT_NAMES = 3200;
    static final int PORT_TYPE = 3201;
    static final int PORT_RENAME = 3202;
    static final int PORT_ALLOCATE_NAME = 3203;
    static final int PORT_ALLOCATE = 3204;
    static final int PORT_DESTROY = 3205;
    static final int PORT_DEALLOCATE_REQUEST = 3206;
    static final int PORT_GET_REFS = 3207;
    static final int PORT_MOD_REFS = 3208;
    static final int PORT_SET_QLIMIT = 3210;
    static final int PORT_SET_MSCOUNT = 3211;
    static final int PORT_GET_SET_STATUS = 3212;
    static final int PORT_MOVE_MEMBER = 3213;
    static final int PORT_REQUEST_NOTIFICATION = 3214;
    static final int PORT_INSERT_RIGHT_REQUEST = 3215;
    static final int PORT_EXTRACT_RIGHT = 3216;
    static final int PORT_GET_RECEIVE_STATUS = 3217;
    static final int PORT_SET_SEQNO = 3218;

    // options: mach/message.h
    static final int SEND_MSG = 1;
    static final int RCV_MSG = 2;
    static final int SEND_TIMEOUT = 0x10;
    static final int RCV_TIMEOUT = 0x100;
    static final int RCV_LARGE = 0x800;

    // type words: mach_msg_type_t
    static final int INT = 0x10012002;
    static final int BOOLEAN = 0x10012000;
    static final int NAME = 0x1001200f;
    static final int RIGHT = 0x10012000;
    static final int LONG_FORM = 1 << 29;
    static final int INLINE = 1 << 28;
    static final int DEALLOCATE = 1 << 30;
    static final int BYTE = 9;

    static final int TH_STATE_WAITING = 3;

    private Mach() {}
}
