/* SPDX-License-Identifier: Apache-2.0
 *
 * The C interface of Mach as the stand-in has it, so that C written for macOS compiles on Linux: types, constants, functions. The other
 * headers of this directory are names for this one. Written from the facts of docs/spec/00-abi.md; native/abi-check asserts every size,
 * offset and constant of org.mach4j.abi of these headers, as it does of Apple's.
 */
#ifndef MACH4J_MACH_MACH_H
#define MACH4J_MACH_MACH_H

#include <stdint.h>
#include <stddef.h>

#include "../../../include/mach4j/types.h"
#include "../mach4j/constants.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef kern_return_t mach_error_t;
typedef mach_port_t thread_t, thread_port_t, task_port_t, host_name_port_t, mach_voucher_t, clock_serv_t;
typedef integer_t cpu_type_t, cpu_subtype_t, cpu_threadtype_t;
typedef int mach_msg_filter_id;
typedef unsigned int mach_msg_guard_flags_t;

#define MACH_PORT_VALID(name) ((name) != MACH_PORT_NULL && (name) != MACH_PORT_DEAD)
#define MACH_MSGH_BITS(remote, local) ((remote) | ((local) << 8))
#define MACH_MSGH_BITS_REMOTE(bits) ((bits) & MACH_MSGH_BITS_REMOTE_MASK)
#define MACH_MSGH_BITS_LOCAL(bits) (((bits) & MACH_MSGH_BITS_LOCAL_MASK) >> 8)
#define MACH_MSGH_BITS_VOUCHER(bits) (((bits) & MACH_MSGH_BITS_VOUCHER_MASK) >> 16)
#define MACH_MSGH_BITS_SET(remote, local, voucher, other) \
  ((((remote) | ((local) << 8) | ((voucher) << 16)) & MACH_MSGH_BITS_PORTS_MASK) | ((other) & ~MACH_MSGH_BITS_PORTS_MASK))
#define MACH_RCV_TRAILER_TYPE(format) (((format) & 0xf) << 28)
#define MACH_RCV_TRAILER_ELEMENTS(level) (((level) & 0xf) << 24)
#define round_msg(size) (((size) + 3) & ~3)

/* --- messages: <mach/message.h>. Packed: eight bytes may lie at a multiple of four. --------------------------------------------------- */

typedef struct {
  unsigned int val[2];
} security_token_t;

typedef struct {
  unsigned int val[8];
} audit_token_t;

typedef struct {
  unsigned char mig_vers, if_vers, reserved1, mig_encoding, int_rep, char_rep, float_rep, reserved2;
} NDR_record_t;

#pragma pack(push, 4)

struct mach_msg_header {
  mach_msg_bits_t msgh_bits;
  mach_msg_size_t msgh_size;
  mach_port_t msgh_remote_port;
  mach_port_t msgh_local_port;
  mach_port_name_t msgh_voucher_port;
  mach_msg_id_t msgh_id;
};
#define msgh_reserved msgh_voucher_port

typedef struct {
  mach_msg_size_t msgh_descriptor_count;
} mach_msg_body_t;

typedef struct {
  mach_msg_header_t header;
  mach_msg_body_t body;
} mach_msg_base_t;

typedef struct {
  natural_t pad1;
  mach_msg_size_t pad2;
  unsigned int pad3 : 24;
  mach_msg_descriptor_type_t type : 8;
} mach_msg_type_descriptor_t;

typedef struct {
  mach_port_t name;
  mach_msg_size_t pad1;
  unsigned int pad2 : 16;
  mach_msg_type_name_t disposition : 8;
  mach_msg_descriptor_type_t type : 8;
} mach_msg_port_descriptor_t;

typedef struct {
  void *address;
  boolean_t deallocate : 8;
  mach_msg_copy_options_t copy : 8;
  unsigned int pad1 : 8;
  mach_msg_descriptor_type_t type : 8;
  mach_msg_size_t size;
} mach_msg_ool_descriptor_t, mach_msg_ool_descriptor64_t;

typedef struct {
  uint32_t address;
  mach_msg_size_t size;
  boolean_t deallocate : 8;
  mach_msg_copy_options_t copy : 8;
  unsigned int pad1 : 8;
  mach_msg_descriptor_type_t type : 8;
} mach_msg_ool_descriptor32_t;

typedef struct {
  void *address;
  boolean_t deallocate : 8;
  mach_msg_copy_options_t copy : 8;
  mach_msg_type_name_t disposition : 8;
  mach_msg_descriptor_type_t type : 8;
  mach_msg_size_t count;
} mach_msg_ool_ports_descriptor_t, mach_msg_ool_ports_descriptor64_t;

typedef struct {
  uint32_t address;
  mach_msg_size_t count;
  boolean_t deallocate : 8;
  mach_msg_copy_options_t copy : 8;
  mach_msg_type_name_t disposition : 8;
  mach_msg_descriptor_type_t type : 8;
} mach_msg_ool_ports_descriptor32_t;

typedef struct {
  mach_port_context_t context;
  mach_msg_guard_flags_t flags : 16;
  mach_msg_type_name_t disposition : 8;
  mach_msg_descriptor_type_t type : 8;
  mach_port_name_t name;
} mach_msg_guarded_port_descriptor_t, mach_msg_guarded_port_descriptor64_t;

typedef struct {
  uint32_t context;
  mach_port_name_t name;
  mach_msg_guard_flags_t flags : 16;
  mach_msg_type_name_t disposition : 8;
  mach_msg_descriptor_type_t type : 8;
} mach_msg_guarded_port_descriptor32_t;

typedef union {
  mach_msg_port_descriptor_t port;
  mach_msg_ool_descriptor_t out_of_line;
  mach_msg_ool_ports_descriptor_t ool_ports;
  mach_msg_type_descriptor_t type;
  mach_msg_guarded_port_descriptor_t guarded_port;
} mach_msg_descriptor_t;

#define MACH4J_TRAILER_HEAD                  \
  mach_msg_trailer_type_t msgh_trailer_type; \
  mach_msg_trailer_size_t msgh_trailer_size

typedef struct {
  MACH4J_TRAILER_HEAD;
} mach_msg_trailer_t;

typedef struct {
  MACH4J_TRAILER_HEAD;
  mach_port_seqno_t msgh_seqno;
} mach_msg_seqno_trailer_t;

typedef struct {
  MACH4J_TRAILER_HEAD;
  mach_port_seqno_t msgh_seqno;
  security_token_t msgh_sender;
} mach_msg_security_trailer_t, mach_msg_format_0_trailer_t;

typedef struct {
  MACH4J_TRAILER_HEAD;
  mach_port_seqno_t msgh_seqno;
  security_token_t msgh_sender;
  audit_token_t msgh_audit;
} mach_msg_audit_trailer_t;

typedef struct {
  MACH4J_TRAILER_HEAD;
  mach_port_seqno_t msgh_seqno;
  security_token_t msgh_sender;
  audit_token_t msgh_audit;
  mach_port_context_t msgh_context;
} mach_msg_context_trailer_t;

typedef struct {
  mach_port_name_t sender;
} msg_labels_t;

typedef struct {
  MACH4J_TRAILER_HEAD;
  mach_port_seqno_t msgh_seqno;
  security_token_t msgh_sender;
  audit_token_t msgh_audit;
  mach_port_context_t msgh_context;
  mach_msg_filter_id msgh_ad;
  msg_labels_t msgh_labels;
} mach_msg_mac_trailer_t, mach_msg_max_trailer_t;

typedef struct {
  mach_msg_header_t header;
} mach_msg_empty_send_t;

typedef struct {
  mach_msg_header_t header;
  mach_msg_trailer_t trailer;
} mach_msg_empty_rcv_t;

/* --- notifications and MIG: <mach/notify.h>, <mach/mig_errors.h> ----------------------------------------------------------------------- */

typedef struct {
  mach_msg_header_t not_header;
  NDR_record_t NDR;
  mach_port_name_t not_port;
  mach_msg_format_0_trailer_t trailer;
} mach_port_deleted_notification_t, mach_send_possible_notification_t, mach_dead_name_notification_t;

typedef struct {
  mach_msg_header_t not_header;
  mach_msg_body_t not_body;
  mach_msg_port_descriptor_t not_port;
  mach_msg_format_0_trailer_t trailer;
} mach_port_destroyed_notification_t;

typedef struct {
  mach_msg_header_t not_header;
  NDR_record_t NDR;
  mach_msg_type_number_t not_count;
  mach_msg_format_0_trailer_t trailer;
} mach_no_senders_notification_t;

typedef struct {
  mach_msg_header_t not_header;
  mach_msg_format_0_trailer_t trailer;
} mach_send_once_notification_t;

typedef struct {
  mach_msg_header_t Head;
  NDR_record_t NDR;
  kern_return_t RetCode;
} mig_reply_error_t;

#pragma pack(pop)

/* --- ports: <mach/port.h>, <mach_debug/ipc_info.h> ------------------------------------------------------------------------------------- */

typedef struct mach_port_status {
  mach_port_rights_t mps_pset;
  mach_port_seqno_t mps_seqno;
  mach_port_mscount_t mps_mscount;
  mach_port_msgcount_t mps_qlimit;
  mach_port_msgcount_t mps_msgcount;
  mach_port_rights_t mps_sorights;
  boolean_t mps_srights;
  boolean_t mps_pdrequest;
  boolean_t mps_nsrequest;
  natural_t mps_flags;
} mach_port_status_t;

typedef struct mach_port_limits {
  mach_port_msgcount_t mpl_qlimit;
} mach_port_limits_t;

typedef struct mach_port_info_ext {
  mach_port_status_t mpie_status;
  mach_port_msgcount_t mpie_boost_cnt;
  uint32_t reserved[6];
} mach_port_info_ext_t;

typedef struct mach_port_guard_info {
  uint64_t mpgi_guard;
} mach_port_guard_info_t;

struct mach_port_qos {
  unsigned int name : 1;
  unsigned int prealloc : 1;
  boolean_t pad1 : 30;
  natural_t len;
};

typedef struct mach_service_port_info {
  char mspi_string_name[255];
  uint8_t mspi_domain_type;
} mach_service_port_info_data_t, *mach_service_port_info_t;

struct mach_port_options {
  uint32_t flags;
  mach_port_limits_t mpl;
  union {
    uint64_t reserved[2];
    mach_port_name_t work_interval_port;
    mach_service_port_info_t service_port_info;
    mach_port_name_t service_port_name;
  };
};

struct ipc_info_space {
  natural_t iis_genno_mask, iis_table_size, iis_table_next, iis_tree_size, iis_tree_small, iis_tree_hash;
};

typedef struct ipc_info_space_basic {
  natural_t iisb_genno_mask, iisb_table_size, iisb_table_next, iisb_table_inuse, iisb_reserved[2];
} ipc_info_space_basic_t;

typedef struct ipc_info_name {
  mach_port_name_t iin_name;
  integer_t iin_collision;
  mach_port_type_t iin_type;
  mach_port_urefs_t iin_urefs;
  natural_t iin_object, iin_next, iin_hash;
} ipc_info_name_t;

typedef struct ipc_info_tree_name {
  ipc_info_name_t iitn_name;
  mach_port_name_t iitn_lchild, iitn_rchild;
} ipc_info_tree_name_t;

/* --- host: <mach/host_info.h> ---------------------------------------------------------------------------------------------------------- */

#pragma pack(push, 4)
typedef struct host_basic_info {
  integer_t max_cpus, avail_cpus;
  natural_t memory_size;
  cpu_type_t cpu_type;
  cpu_subtype_t cpu_subtype;
  cpu_threadtype_t cpu_threadtype;
  integer_t physical_cpu, physical_cpu_max, logical_cpu, logical_cpu_max;
  uint64_t max_mem;
} host_basic_info_data_t, *host_basic_info_t;
#pragma pack(pop)

/* --- what the stand-in exports --------------------------------------------------------------------------------------------------------- */

extern mach_port_t mach_task_self_;
extern mach_port_t bootstrap_port;
extern vm_size_t vm_page_size;
extern NDR_record_t NDR_record;

#define mach_task_self() mach_task_self_
#define current_task() mach_task_self()

#define MACH4J_FUNCTION(result, name, parameters, arguments) extern result name parameters;
#define MACH4J_PROCEDURE(name, parameters, arguments) extern void name parameters;
#define MACH4J_GETTER(result, name) extern result name(void);
#include "../../../include/mach4j/functions.def"
#undef MACH4J_FUNCTION
#undef MACH4J_PROCEDURE
#undef MACH4J_GETTER

/* <mach/mach_error.h>: what a code means, in words. The text is never freed. */
extern char *mach_error_string(mach_error_t code);

#ifdef __cplusplus
}
#endif

#endif
