/* SPDX-License-Identifier: Apache-2.0
 *
 * A task sends itself a letter with an enclosure: a message with a right and with memory out of line. On macOS:
 *
 *     cc letter.c -o letter && ./letter
 *
 * and on Linux, on the simulated kernel:
 *
 *     cc -shared -fPIC -I native/standin/include -o letter.so examples/src/main/c/letter.c && ./mach4j run-c letter.so
 */
#include <mach/mach.h>
#include <mach/mach_error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct letter {
  mach_msg_header_t header;
  mach_msg_body_t body;
  mach_msg_port_descriptor_t right;
  mach_msg_ool_descriptor_t enclosure;
};

static void check(kern_return_t code, const char *what) {
  if (code != KERN_SUCCESS) {
    fprintf(stderr, "%s: %s (0x%x)\n", what, mach_error_string(code), code);
    exit(1);
  }
}

int main(int argc, char **argv) {
  const char *text = argc > 1 ? argv[1] : "hello from C";
  mach_port_t self = mach_task_self(), box, enclosed;
  check(mach_port_allocate(self, MACH_PORT_RIGHT_RECEIVE, &box), "allocate");
  check(mach_port_allocate(self, MACH_PORT_RIGHT_RECEIVE, &enclosed), "allocate");

  struct letter letter = {
      .header =
          {
              .msgh_bits = MACH_MSGH_BITS(MACH_MSG_TYPE_MAKE_SEND, 0) | MACH_MSGH_BITS_COMPLEX,
              .msgh_size = sizeof letter,
              .msgh_remote_port = box,
              .msgh_id = 1912,
          },
      .body.msgh_descriptor_count = 2,
      .right = {.name = enclosed, .disposition = MACH_MSG_TYPE_MAKE_SEND, .type = MACH_MSG_PORT_DESCRIPTOR},
      .enclosure =
          {
              .address = (void *)text,
              .size = (mach_msg_size_t)strlen(text) + 1,
              .copy = MACH_MSG_VIRTUAL_COPY,
              .type = MACH_MSG_OOL_DESCRIPTOR,
          },
  };
  check(mach_msg(&letter.header, MACH_SEND_MSG, sizeof letter, 0, MACH_PORT_NULL, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL), "send");

  struct {
    struct letter letter;
    mach_msg_max_trailer_t trailer;
  } got;
  memset(&got, 0, sizeof got);
  check(mach_msg(&got.letter.header, MACH_RCV_MSG, 0, sizeof got, box, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL), "receive");
  printf("message %d of %u bytes\n", got.letter.header.msgh_id, got.letter.header.msgh_size);
  printf("  a right: %s\n", got.letter.right.name == enclosed ? "a send right to the port enclosed" : "to something else");
  printf("  %u bytes of memory: \"%s\"\n", got.letter.enclosure.size, (char *)got.letter.enclosure.address);

  mach_port_urefs_t references;
  check(mach_port_get_refs(self, enclosed, MACH_PORT_RIGHT_SEND, &references), "get_refs");
  printf("  references to it: %u\n", references);

  mach_msg_destroy(&got.letter.header);
  check(mach_port_get_refs(self, enclosed, MACH_PORT_RIGHT_SEND, &references), "get_refs");
  printf("  and after the message was destroyed: %u\n", references);
  check(mach_port_mod_refs(self, enclosed, MACH_PORT_RIGHT_RECEIVE, -1), "mod_refs");
  check(mach_port_mod_refs(self, box, MACH_PORT_RIGHT_RECEIVE, -1), "mod_refs");
  return 0;
}
