/* SPDX-License-Identifier: Apache-2.0
 *
 * The stand-in: libSystem's Mach symbols for Linux. Each function asks a Java object, whose method of the same name has the same
 * parameters. Any thread may call, one that C has made too: it is attached to the JVM by its first call and detached when it ends.
 *
 * Also the host's memory for a kernel in Java: reads and writes through the system's own calls, which report a bad address where an access by
 * pointer would end the process.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <jni.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "mach4j/types.h"

#define UNPAREN(...) __VA_ARGS__
#define EXPORT __attribute__((visibility("default")))

#define KERN_FAILURE 5
#define KERN_NOT_SUPPORTED 46

/* The data symbols. Set before a program runs. */
EXPORT mach_port_t mach_task_self_ = 0;
EXPORT mach_port_t bootstrap_port = 0;
EXPORT vm_size_t vm_page_size = 4096;
/* NDR_record: little endian, ASCII, IEEE (spec 06 §3). */
EXPORT const unsigned char NDR_record[8] = {0, 0, 0, 0, 1, 0, 0, 0};

enum {
#define MACH4J_FUNCTION(result, name, parameters, arguments) METHOD_##name,
#define MACH4J_PROCEDURE(name, parameters, arguments) METHOD_##name,
#define MACH4J_GETTER(result, name) METHOD_##name,
#include "mach4j/functions.def"
#undef MACH4J_FUNCTION
#undef MACH4J_PROCEDURE
#undef MACH4J_GETTER
  METHODS
};

static const char *const names[METHODS] = {
#define MACH4J_FUNCTION(result, name, parameters, arguments) #name,
#define MACH4J_PROCEDURE(name, parameters, arguments) #name,
#define MACH4J_GETTER(result, name) #name,
#include "mach4j/functions.def"
#undef MACH4J_FUNCTION
#undef MACH4J_PROCEDURE
#undef MACH4J_GETTER
};

static JavaVM *vm;
static jobject answerer;
static jmethodID method[METHODS];
static jclass texts;
static jmethodID text_of_code;
static atomic_bool installed;
static atomic_int exceptions;
static pthread_key_t attached;

static void detach(void *env) {
  (void)env;
  (*vm)->DetachCurrentThread(vm);
}

/* The JNI environment of this thread; null where no kernel is installed. */
static JNIEnv *environment(void) {
  if (!atomic_load_explicit(&installed, memory_order_acquire)) return NULL;
  JNIEnv *env = NULL;
  if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8) == JNI_OK) return env;
  if ((*vm)->AttachCurrentThreadAsDaemon(vm, (void **)&env, NULL) != JNI_OK) return NULL;
  pthread_setspecific(attached, env);
  return env;
}

/* No exception may cross C: it is said, counted and becomes a failure. */
static int failed(JNIEnv *env) {
  if (__builtin_expect(!(*env)->ExceptionCheck(env), 1)) return 0;
  (*env)->ExceptionDescribe(env);
  (*env)->ExceptionClear(env);
  atomic_fetch_add(&exceptions, 1);
  return 1;
}

#define MACH4J_FUNCTION(result, name, parameters, arguments)                                               \
  EXPORT result name parameters {                                                                          \
    JNIEnv *env = environment();                                                                           \
    if (!env) return KERN_NOT_SUPPORTED;                                                                   \
    result code = (*env)->CallIntMethod(env, answerer, method[METHOD_##name], UNPAREN arguments);            \
    return failed(env) ? KERN_FAILURE : code;                                                              \
  }
#define MACH4J_PROCEDURE(name, parameters, arguments)                                                      \
  EXPORT void name parameters {                                                                            \
    JNIEnv *env = environment();                                                                           \
    if (!env) return;                                                                                      \
    (*env)->CallVoidMethod(env, answerer, method[METHOD_##name], UNPAREN arguments);                         \
    failed(env);                                                                                           \
  }
#define MACH4J_GETTER(result, name)                                                                        \
  EXPORT result name(void) {                                                                               \
    JNIEnv *env = environment();                                                                           \
    if (!env) return 0;                                                                                    \
    result value = (*env)->CallIntMethod(env, answerer, method[METHOD_##name]);                              \
    return failed(env) ? 0 : value;                                                                        \
  }
#include "mach4j/functions.def"

/* What a code means. Callers never free the text, so each is made once. */
EXPORT char *mach_error_string(kern_return_t code) {
  static struct text {
    struct text *next;
    kern_return_t code;
    char *chars;
  } *known;
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  static char unknown[] = "unknown error code";
  pthread_mutex_lock(&lock);
  struct text *text = known;
  while (text && text->code != code) text = text->next;
  JNIEnv *env = text ? NULL : environment();
  jstring java = env ? (*env)->CallStaticObjectMethod(env, texts, text_of_code, code) : NULL;
  const char *chars = env && !failed(env) && java ? (*env)->GetStringUTFChars(env, java, NULL) : NULL;
  if (chars && (text = malloc(sizeof *text))) {
    *text = (struct text){known, code, strdup(chars)};
    known = text;
  }
  if (chars) (*env)->ReleaseStringUTFChars(env, java, chars);
  if (java) (*env)->DeleteLocalRef(env, java);
  pthread_mutex_unlock(&lock);
  return text && text->chars ? text->chars : unknown;
}

/* --- org.mach4j.standin.NativeStandin ------------------------------------------------------------------------------------------------- */

#define JAVA(result, name) JNIEXPORT result JNICALL Java_org_mach4j_standin_NativeStandin_##name

/* Says which method answers a function. Returns whether there is a function of that name. */
JAVA(jboolean, bind)(JNIEnv *env, jclass self, jstring name, jobject java_method) {
  (void)self;
  const char *chars = (*env)->GetStringUTFChars(env, name, NULL);
  if (!chars) return JNI_FALSE;
  jboolean found = JNI_FALSE;
  for (int i = 0; i < METHODS && !found; i++) {
    if (strcmp(names[i], chars) == 0) {
      method[i] = (*env)->FromReflectedMethod(env, java_method);
      found = JNI_TRUE;
    }
  }
  (*env)->ReleaseStringUTFChars(env, name, chars);
  return found;
}

/* Once, after every function is bound. */
JAVA(jboolean, start)(JNIEnv *env, jclass self, jobject dispatcher) {
  for (int i = 0; i < METHODS; i++) {
    if (!method[i]) return JNI_FALSE;
  }
  text_of_code = (*env)->GetStaticMethodID(env, self, "textOf", "(I)Ljava/lang/String;");
  texts = text_of_code ? (*env)->NewGlobalRef(env, self) : NULL;
  if (!texts) return JNI_FALSE;
  if ((*env)->GetJavaVM(env, &vm) != 0 || pthread_key_create(&attached, detach) != 0) return JNI_FALSE;
  answerer = (*env)->NewGlobalRef(env, dispatcher);
  atomic_store_explicit(&installed, answerer != NULL, memory_order_release);
  return answerer != NULL;
}

JAVA(void, setVariables)(JNIEnv *env, jclass self, jint task, jint bootstrap, jlong page_size) {
  (void)env, (void)self;
  mach_task_self_ = (mach_port_t)task;
  bootstrap_port = (mach_port_t)bootstrap;
  vm_page_size = (vm_size_t)page_size;
}

JAVA(jint, exceptions)(JNIEnv *env, jclass self) {
  (void)env, (void)self;
  return atomic_load(&exceptions);
}

/* Makes the stand-in's symbols visible to programs that are loaded later. Returns null, or why not. */
JAVA(jstring, publish)(JNIEnv *env, jclass self, jstring path) {
  (void)self;
  const char *chars = (*env)->GetStringUTFChars(env, path, NULL);
  if (!chars) return NULL;
  void *library = dlopen(chars, RTLD_NOW | RTLD_GLOBAL);
  (*env)->ReleaseStringUTFChars(env, path, chars);
  return library ? NULL : (*env)->NewStringUTF(env, dlerror());
}

/* Loads a program and runs its main. Returns null and its exit code, or why it cannot be run. */
JAVA(jstring, run)(JNIEnv *env, jclass self, jobjectArray arguments, jintArray exit_code) {
  (void)self;
  jsize count = (*env)->GetArrayLength(env, arguments);
  char **argv = calloc((size_t)count + 1, sizeof *argv);
  if (!argv) return (*env)->NewStringUTF(env, "out of memory");
  for (jsize i = 0; i < count; i++) {
    jstring argument = (*env)->GetObjectArrayElement(env, arguments, i);
    const char *chars = (*env)->GetStringUTFChars(env, argument, NULL);
    argv[i] = chars ? strdup(chars) : NULL;
    if (chars) (*env)->ReleaseStringUTFChars(env, argument, chars);
  }
  jstring error = NULL;
  void *program = dlopen(argv[0], RTLD_NOW | RTLD_LOCAL);
  int (*entry)(int, char **) = program ? (int (*)(int, char **))dlsym(program, "main") : NULL;
  if (entry) {
    jint code = entry(count, argv);
    fflush(NULL);
    (*env)->SetIntArrayRegion(env, exit_code, 0, 1, &code);
  } else {
    const char *why = dlerror();
    error = (*env)->NewStringUTF(env, why ? why : "its main is null");
  }
  for (jsize i = 0; i < count; i++) free(argv[i]);
  free(argv);
  return error;
}

/* --- org.mach4j.standin.ProcessHostMemory ---------------------------------------------------------------------------------------------- */

#undef JAVA
#define JAVA(result, name) JNIEXPORT result JNICALL Java_org_mach4j_standin_ProcessHostMemory_##name

enum { CHUNK = 16384, PAGE = 4096 };

/* Copies inside this process with every address checked by the kernel. */
static int copy(void *to, const void *from, size_t length, int write) {
  struct iovec here = {write ? (void *)from : to, length};
  struct iovec there = {write ? to : (void *)from, length};
  pid_t self = getpid();
  ssize_t done = write ? process_vm_writev(self, &here, 1, &there, 1, 0) : process_vm_readv(self, &here, 1, &there, 1, 0);
  return done == (ssize_t)length;
}

JAVA(jboolean, read)(JNIEnv *env, jobject self, jlong address, jbyteArray bytes, jint offset, jint length) {
  (void)self;
  jbyte chunk[CHUNK];
  for (jint done = 0; done < length;) {
    jint now = length - done < CHUNK ? length - done : CHUNK;
    if (!copy(chunk, (void *)(uintptr_t)(address + done), (size_t)now, 0)) return JNI_FALSE;
    (*env)->SetByteArrayRegion(env, bytes, offset + done, now, chunk);
    done += now;
  }
  return JNI_TRUE;
}

JAVA(jboolean, write)(JNIEnv *env, jobject self, jbyteArray bytes, jint offset, jint length, jlong address) {
  (void)self;
  jbyte chunk[CHUNK];
  for (jint done = 0; done < length;) {
    jint now = length - done < CHUNK ? length - done : CHUNK;
    (*env)->GetByteArrayRegion(env, bytes, offset + done, now, chunk);
    if (!copy((void *)(uintptr_t)(address + done), chunk, (size_t)now, 1)) return JNI_FALSE;
    done += now;
  }
  return JNI_TRUE;
}

JAVA(jboolean, isReadable)(JNIEnv *env, jobject self, jlong address, jlong size) {
  (void)env, (void)self;
  uintptr_t start = (uintptr_t)address, end = start + (uintptr_t)size;
  char byte;
  if (end < start) return JNI_FALSE;
  for (uintptr_t at = start; at < end; at = (at & ~(uintptr_t)(PAGE - 1)) + PAGE) {
    if (!copy(&byte, (void *)at, 1, 0)) return JNI_FALSE;
  }
  return JNI_TRUE;
}

JAVA(jlong, map)(JNIEnv *env, jobject self, jlong wanted, jlong size) {
  (void)env, (void)self;
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | (wanted ? MAP_FIXED_NOREPLACE : 0);
  void *place = mmap((void *)(uintptr_t)wanted, (size_t)size, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (place == MAP_FAILED) return errno == EEXIST ? -1 : -2;
  if (wanted && place != (void *)(uintptr_t)wanted) { /* a kernel before 4.17 takes the place for a hint */
    munmap(place, (size_t)size);
    return -1;
  }
  return (jlong)(uintptr_t)place;
}

JAVA(void, unmap)(JNIEnv *env, jobject self, jlong address, jlong size) {
  (void)env, (void)self;
  munmap((void *)(uintptr_t)address, (size_t)size);
}

JAVA(jlong, reserve)(JNIEnv *env, jobject self, jlong size) {
  (void)env, (void)self;
  void *place = mmap(NULL, (size_t)size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return place == MAP_FAILED ? -2 : (jlong)(uintptr_t)place;
}

JAVA(jboolean, fill)(JNIEnv *env, jobject self, jlong address, jlong size) {
  (void)env, (void)self;
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
  return mmap((void *)(uintptr_t)address, (size_t)size, PROT_READ | PROT_WRITE, flags, -1, 0) != MAP_FAILED;
}

JAVA(void, empty)(JNIEnv *env, jobject self, jlong address, jlong size) {
  (void)env, (void)self;
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
  mmap((void *)(uintptr_t)address, (size_t)size, PROT_NONE, flags, -1, 0);
}

JAVA(void, protect)(JNIEnv *env, jobject self, jlong address, jlong size, jint protection) {
  (void)env, (void)self;
  int flags = (protection & 1 ? PROT_READ : 0) | (protection & 2 ? PROT_WRITE : 0) | (protection & 4 ? PROT_EXEC : 0);
  mprotect((void *)(uintptr_t)address, (size_t)size, flags);
}

JAVA(jlong, calloc)(JNIEnv *env, jclass self, jlong size) {
  (void)env, (void)self;
  return (jlong)(uintptr_t)calloc(1, (size_t)size);
}

JAVA(void, free)(JNIEnv *env, jobject self, jlong address) {
  (void)env, (void)self;
  free((void *)(uintptr_t)address);
}

JAVA(jobject, view)(JNIEnv *env, jobject self, jlong address, jint length) {
  (void)self;
  return (*env)->NewDirectByteBuffer(env, (void *)(uintptr_t)address, length);
}
