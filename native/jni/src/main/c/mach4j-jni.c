/* SPDX-License-Identifier: Apache-2.0
 *
 * The bridge of the JNI binding: loads a library that exports libSystem's Mach functions, and calls them by their addresses. Each function
 * has the C parameters of what it calls, pointers coming as Java longs: the calling conventions of all 64-bit systems pass both alike.
 */
#include <dlfcn.h>
#include <jni.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "mach4j/types.h"

#define UNPAREN(...) __VA_ARGS__

/* The addresses; null where the library lacks a function. Java never calls such a one. */
static struct {
#define MACH4J_FUNCTION(result, name, parameters, arguments) result (*name) parameters;
#define MACH4J_PROCEDURE(name, parameters, arguments) void (*name) parameters;
#define MACH4J_GETTER(result, name) result (*name)(void);
#include "mach4j/functions.def"
#undef MACH4J_FUNCTION
#undef MACH4J_PROCEDURE
#undef MACH4J_GETTER
} function;

#define MACH4J_FUNCTION(result, name, parameters, arguments)                     \
  static result call_##name(JNIEnv *env, jobject self, UNPAREN parameters) {     \
    (void)env, (void)self;                                                       \
    return function.name arguments;                                              \
  }
#define MACH4J_PROCEDURE(name, parameters, arguments)                            \
  static void call_##name(JNIEnv *env, jobject self, UNPAREN parameters) {       \
    (void)env, (void)self;                                                       \
    function.name arguments;                                                     \
  }
#define MACH4J_GETTER(result, name)                                              \
  static result call_##name(JNIEnv *env, jobject self) {                         \
    (void)env, (void)self;                                                       \
    return function.name();                                                      \
  }
#include "mach4j/functions.def"
#undef MACH4J_FUNCTION
#undef MACH4J_PROCEDURE
#undef MACH4J_GETTER

static const struct {
  const char *name;
  size_t address; /* offset in function */
  void *call;
} table[] = {
#define MACH4J_FUNCTION(result, name, parameters, arguments) {#name, offsetof(__typeof__(function), name), (void *)call_##name},
#define MACH4J_PROCEDURE(name, parameters, arguments) {#name, offsetof(__typeof__(function), name), (void *)call_##name},
#define MACH4J_GETTER(result, name) {#name, offsetof(__typeof__(function), name), (void *)call_##name},
#include "mach4j/functions.def"
#undef MACH4J_FUNCTION
#undef MACH4J_PROCEDURE
#undef MACH4J_GETTER
};

static void *library;

/* Loads the library and looks its functions up. Returns null, or why it does not load. */
JNIEXPORT jstring JNICALL Java_org_mach4j_jni_Bridge_load(JNIEnv *env, jclass self, jbyteArray path) {
  (void)self;
  jsize length = (*env)->GetArrayLength(env, path);
  char *name = calloc(1, (size_t)length + 1);
  if (!name) return (*env)->NewStringUTF(env, "out of memory");
  (*env)->GetByteArrayRegion(env, path, 0, length, (jbyte *)name);
  library = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
  free(name);
  if (!library) {
    const char *error = dlerror();
    return (*env)->NewStringUTF(env, error ? error : "dlopen failed");
  }
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    *(void **)((char *)&function + table[i].address) = dlsym(library, table[i].name);
  }
  return NULL;
}

/* Gives a native method of a class its function. Returns whether there is one of that name. */
JNIEXPORT jboolean JNICALL Java_org_mach4j_jni_Bridge_bind(
    JNIEnv *env, jclass self, jclass owner, jstring name, jstring descriptor) {
  (void)self;
  jboolean bound = JNI_FALSE;
  const char *name_chars = (*env)->GetStringUTFChars(env, name, NULL);
  const char *descriptor_chars = (*env)->GetStringUTFChars(env, descriptor, NULL);
  for (size_t i = 0; name_chars && descriptor_chars && i < sizeof table / sizeof *table; i++) {
    if (strcmp(table[i].name, name_chars) == 0) {
      JNINativeMethod method = {(char *)name_chars, (char *)descriptor_chars, table[i].call};
      bound = (*env)->RegisterNatives(env, owner, &method, 1) == 0;
      break;
    }
  }
  if (name_chars) (*env)->ReleaseStringUTFChars(env, name, name_chars);
  if (descriptor_chars) (*env)->ReleaseStringUTFChars(env, descriptor, descriptor_chars);
  return bound;
}

JNIEXPORT jlong JNICALL Java_org_mach4j_jni_Bridge_symbol(JNIEnv *env, jclass self, jstring name) {
  (void)self;
  const char *chars = (*env)->GetStringUTFChars(env, name, NULL);
  if (!chars) return 0;
  jlong address = (jlong)(uintptr_t)dlsym(library, chars);
  (*env)->ReleaseStringUTFChars(env, name, chars);
  return address;
}

JNIEXPORT jlong JNICALL Java_org_mach4j_jni_Bridge_calloc(JNIEnv *env, jclass self, jlong size) {
  (void)env, (void)self;
  return (jlong)(uintptr_t)calloc(1, (size_t)size);
}

JNIEXPORT void JNICALL Java_org_mach4j_jni_Bridge_free(JNIEnv *env, jclass self, jlong address) {
  (void)env, (void)self;
  free((void *)(uintptr_t)address);
}

JNIEXPORT jobject JNICALL Java_org_mach4j_jni_Bridge_view(JNIEnv *env, jclass self, jlong address, jint length) {
  (void)self;
  return (*env)->NewDirectByteBuffer(env, (void *)(uintptr_t)address, length);
}
