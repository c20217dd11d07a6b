/* SPDX-License-Identifier: Apache-2.0
 *
 * libSystem's Mach functions, each of which returns 0 at once: what is left of a call's time is the way there and back. And the way there
 * by the shortest bridge that one can write by hand.
 */
#include <jni.h>

#include "mach4j/types.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"

#define MACH4J_FUNCTION(result, name, parameters, arguments) JNIEXPORT result name parameters { return 0; }
#define MACH4J_PROCEDURE(name, parameters, arguments) JNIEXPORT void name parameters {}
#define MACH4J_GETTER(result, name) JNIEXPORT result name(void) { return 0; }
#include "mach4j/functions.def"

JNIEXPORT mach_port_t mach_task_self_ = 0x103;
JNIEXPORT mach_port_t bootstrap_port = 0x303;
JNIEXPORT vm_size_t vm_page_size = 4096;

JNIEXPORT jint JNICALL Java_org_mach4j_benchmarks_JniDowncall_mach_1msg(
    JNIEnv *env, jclass self, jlong msg, jint option, jint send_size, jint rcv_size, jint rcv_name, jint timeout, jint notify) {
  return mach_msg((mach_msg_header_t *)(uintptr_t)msg, option, send_size, rcv_size, rcv_name, timeout, notify);
}
