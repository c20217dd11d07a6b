/* SPDX-License-Identifier: Apache-2.0
 *
 * The types that the prototypes of functions.def name, for 64-bit processes (spec 00 §1): enough to call the functions by address.
 */
#ifndef MACH4J_TYPES_H
#define MACH4J_TYPES_H

#include <stdint.h>

typedef uint32_t natural_t;
typedef int32_t integer_t;
typedef natural_t mach_port_name_t, *mach_port_name_array_t;
typedef natural_t mach_port_t, *mach_port_array_t;
typedef mach_port_t ipc_space_t, task_t, task_name_t, thread_act_t, vm_map_t, host_t, semaphore_t;
typedef struct mach_timespec {
  unsigned int tv_sec;
  int32_t tv_nsec;
} mach_timespec_t; /* by value: 64 bits in one register, as a Java long */

typedef int32_t kern_return_t;
typedef kern_return_t mach_msg_return_t;
#if defined(__aarch64__)
typedef int32_t boolean_t;
#else
typedef uint32_t boolean_t;
#endif

typedef uint32_t mach_msg_bits_t, mach_msg_size_t, mach_msg_timeout_t, mach_msg_type_name_t, mach_msg_type_number_t;
typedef uint32_t mach_msg_copy_options_t, mach_msg_descriptor_type_t, mach_msg_trailer_type_t, mach_msg_trailer_size_t;
typedef int32_t mach_msg_id_t, mach_msg_option_t, mach_msg_options_t;
typedef char *mach_msg_trailer_info_t;

typedef natural_t mach_port_right_t, mach_port_type_t, *mach_port_type_array_t, mach_port_urefs_t, mach_port_seqno_t;
typedef natural_t mach_port_mscount_t, mach_port_msgcount_t, mach_port_rights_t, mach_port_srights_t;
typedef integer_t mach_port_delta_t, mach_port_flavor_t, *mach_port_info_t;
typedef uint64_t mach_port_context_t;

typedef uint64_t mach_vm_address_t, mach_vm_size_t, mach_vm_offset_t;
typedef uintptr_t vm_address_t, vm_size_t, vm_offset_t;
typedef int32_t vm_prot_t;

typedef natural_t task_flavor_t;
typedef integer_t host_flavor_t, *host_info_t, *task_info_t;
typedef char name_t[128];

typedef struct mach_msg_header mach_msg_header_t;
typedef struct mach_port_qos mach_port_qos_t;
typedef struct mach_port_options mach_port_options_t;
typedef struct ipc_info_space ipc_info_space_t;
typedef struct ipc_info_name *ipc_info_name_array_t;
typedef struct ipc_info_tree_name *ipc_info_tree_name_array_t;

#endif
