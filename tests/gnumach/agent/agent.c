// SPDX-License-Identifier: Apache-2.0
/*
 * The agent: GNU Mach's first task, which makes calls as its host tells it.
 *
 * It knows no program and no message layout beyond the few requests that it needs to start. The host writes batches of
 * commands into slots of a memory area that both see; the worker thread of a slot executes them. A command is a trap
 * of this kernel with its arguments, or a copy of bytes. Everything else (messages, task and thread creation) the host
 * composes of traps, so a new kind of program needs no new agent.
 *
 * The area is the memory of an ivshmem PCI device where there is one. Otherwise it is the agent's own memory, which
 * the host reads and writes through the second serial line (see serial_serve).
 *
 *   area   +0x0000  struct info, written by the agent; `magic` last
 *          +0x1000  slot 0 (the agent's first thread, which alone holds the privileged ports)
 *          +0x1000 + n * SLOT_SIZE  slot n
 *   slot   +0x0000  request, done, count, at   (32-bit words)
 *          +0x0040  commands, 64 bytes each
 *          +0x2000  free for the host: message buffers and arguments
 *
 * A batch starts when the host makes `request` differ from `done`; the worker makes them equal after the last
 * command. `at` is the index of the command being executed.
 *
 * Written from Debian's gnumach-dev headers and the Mach documentation alone.
 */
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

enum {
    MAGIC = 0x4b414734, /* "4GAK" */
    VERSION = 1,
    SLOT_SIZE = 0x8000,
    SLOTS = 30,
    AREA_SIZE = 0x100000,
    COMMANDS = 0x40,
    COMMAND_MAX = (0x2000 - COMMANDS) / 64,
    STACK_SIZE = 0x1000,
    IDLE_ROUNDS = 20000, /* empty looks before a worker sleeps a clock tick between looks */
};

struct info {
    u32 magic, version, base, size, slots, slot_size, entry, stacks, stack_size;
    u32 cs, ds, ss, host_port, device_port, task, thread, serial;
};

struct command {
    int code; /* negative: the trap of that number; else enum code */
    u32 count; /* arguments */
    u32 arg[12];
    u32 result;
    u32 unused;
};

enum code {
    NOTHING = 0,
    COPY = 1,  /* to, from, length: faults, and so ends the task, where that is not memory */
    STORE = 2, /* address, word */
    LOAD = 3,  /* address: the word there is the result */
    PANIC = 4, /* gives up, as over a fault of the agent's own */
};

struct slot {
    volatile u32 request, done, count, at;
};

enum trap {
    MACH_MSG = -25,
    MACH_REPLY_PORT = -26,
    MACH_THREAD_SELF = -27,
    MACH_TASK_SELF = -28,
    MACH_PRINT = -30,
    SWTCH_PRI = -59,
    THREAD_SWITCH = -61,
    VM_ALLOCATE = -65,
};

/* The trap gate takes the number in EAX and the arguments above one ignored word on the stack. */
u32 mach_trap(int number, const volatile u32 *arg, u32 count);
__asm__(".globl mach_trap\n"
        "mach_trap:\n"
        "  push %ebp; mov %esp,%ebp; push %ebx; push %esi; push %edi\n"
        "  mov 12(%ebp),%esi; mov 16(%ebp),%ecx\n"
        "1: test %ecx,%ecx; jz 2f; pushl -4(%esi,%ecx,4); dec %ecx; jmp 1b\n"
        "2: push $0; mov 8(%ebp),%eax\n"
        "  lcall $7,$0\n"
        "  lea -12(%ebp),%esp; pop %edi; pop %esi; pop %ebx; pop %ebp; ret\n");

/* The kernel enters with argc, argv... on the stack; a worker thread is entered at worker_entry, its slot in EBX. */
__asm__(".globl _start\n"
        "_start:\n"
        "  xor %ebp,%ebp; mov %esp,%eax; push %eax; call start\n"
        ".globl worker_entry\n"
        "worker_entry:\n"
        "  xor %ebp,%ebp; push %ebx; call serve\n");
void worker_entry(void);

static u8 *area;
static int serial;
static u32 reply_port;
static u8 stacks[SLOTS][STACK_SIZE] __attribute__((aligned(4096)));
static u8 own_area[AREA_SIZE] __attribute__((aligned(4096)));

static u32 trap0(int number) { return mach_trap(number, 0, 0); }

static void print(const char *text)
{
    u32 arg = (u32)text;
    mach_trap(MACH_PRINT, &arg, 1);
}

/* Says why on the kernel's console, where the host looks for it, and stops. */
static void __attribute__((noreturn)) panic(const char *why)
{
    print("mach4j agent: panic: ");
    print(why);
    print("\n");
    for (;;) {
        u32 arg[3] = {0, 2, 1000};
        mach_trap(THREAD_SWITCH, arg, 3);
    }
}

/* Compilers call these for copies and initialisations of their own. */
void *memcpy(void *to, const void *from, u32 length)
{
    u8 *t = to;
    const u8 *f = from;
    while (length--)
        *t++ = *f++;
    return to;
}

void *memset(void *to, int byte, u32 length)
{
    u8 *t = to;
    while (length--)
        *t++ = (u8)byte;
    return to;
}

/* --- the requests that starting needs ------------------------------------------------------------------------ */

enum { INT = 0x10012002, BOOLEAN = 0x10012000, PORT = 0x10012000, INT16 = 0x10011001, COPY_SEND = 19, MAKE_SEND = 20 };

static u32 message[128];
static u32 used;

static void request(u32 port, u32 id)
{
    message[0] = 0x1513; /* destination: copy send; reply: make send once */
    message[2] = port;
    message[3] = reply_port;
    message[4] = 0;
    message[5] = id;
    used = 6;
}

static void put(u32 type, u32 value)
{
    message[used++] = type;
    message[used++] = value;
    if ((type & 0xff) >= 16)
        message[0] |= 0x80000000u;
}

/* Sends what was put; the results begin at message[8]. */
static u32 call(void)
{
    u32 arg[7] = {(u32)message, 3, used * 4, sizeof message, reply_port, 0, 0};
    u32 code = mach_trap(MACH_MSG, arg, 7);
    return code ? code : message[7];
}

static void grant_ports(u32 device_port, u32 task, u32 from, u32 to)
{
    request(device_port, 3805); /* i386_io_perm_create */
    put(INT16, from);
    put(INT16, to);
    if (call())
        panic("i386_io_perm_create");
    u32 right = message[9];
    request(task, 3806); /* i386_io_perm_modify */
    put(PORT | COPY_SEND, right);
    put(BOOLEAN, 1);
    if (call())
        panic("i386_io_perm_modify");
}

static void outb(u16 port, u8 value) { __asm__ volatile("outb %0,%1" ::"a"(value), "Nd"(port)); }
static void outl(u16 port, u32 value) { __asm__ volatile("outl %0,%1" ::"a"(value), "Nd"(port)); }
static u8 inb(u16 port)
{
    u8 value;
    __asm__ volatile("inb %1,%0" : "=a"(value) : "Nd"(port));
    return value;
}
static u32 inl(u16 port)
{
    u32 value;
    __asm__ volatile("inl %1,%0" : "=a"(value) : "Nd"(port));
    return value;
}

static u32 pci_read(u32 device, u32 at)
{
    outl(0xcf8, 0x80000000u | device << 11 | at);
    return inl(0xcfc);
}

static void share(u32 task, u32 address, u32 size)
{
    request(task, 2025); /* vm_inherit */
    put(INT, address);
    put(INT, size);
    put(INT, 0); /* VM_INHERIT_SHARE */
    if (call())
        panic("vm_inherit");
}

/* Maps the memory of the ivshmem device, or returns 0 where there is none. */
static u8 *map_shared_memory(u32 device_port, u32 task)
{
    grant_ports(device_port, task, 0xcf8, 0xcff);
    u32 device = 0;
    while (device < 32 && pci_read(device, 0) != 0x11101af4)
        device++;
    if (device == 32)
        return 0;
    u32 physical = pci_read(device, 0x18) & ~15u;
    u32 control = pci_read(device, 4);
    outl(0xcfc, control | 2); /* answer memory accesses */

    request(device_port, 2800); /* device_open */
    put(INT, 3);
    message[used++] = 0x30000000; /* long form: one string of 128 bytes */
    message[used++] = 12 | 1024 << 16;
    message[used++] = 1;
    memset(&message[used], 0, 128);
    memcpy(&message[used], "mem", 3);
    used += 32;
    if (call())
        panic("device_open mem");
    u32 memory = message[9];

    request(memory, 2809); /* device_map */
    put(INT, 3);
    put(INT, physical);
    put(INT, AREA_SIZE);
    put(INT, 0);
    if (call())
        panic("device_map mem");
    u32 pager = message[9];

    request(task, 2089); /* vm_map */
    put(INT, 0);
    put(INT, AREA_SIZE);
    put(INT, 0);
    put(BOOLEAN, 1);
    put(PORT | COPY_SEND, pager);
    put(INT, 0);
    put(BOOLEAN, 0);
    put(INT, 3);
    put(INT, 3);
    put(INT, 0);
    if (call())
        panic("vm_map of the shared memory");
    return (u8 *)message[9];
}

/* --- the serial line ----------------------------------------------------------------------------------------- */

enum { COM2 = 0x2f8, LSR = COM2 + 5 };

static void serial_start(void)
{
    outb(COM2 + 1, 0);
    outb(COM2 + 3, 0x80);
    outb(COM2, 1);
    outb(COM2 + 1, 0);
    outb(COM2 + 3, 3);
    outb(COM2 + 2, 0xc7); /* trigger level 14: QEMU hands over up to 14 bytes at a time */
    outb(COM2 + 4, 3);
}

/* Each port access takes QEMU's global lock: looking less often lets the other side feed the line. */
static void breathe(void)
{
    for (volatile int i = 0; i < 60; i++)
        ;
}

static u8 serial_get(void)
{
    while (!(inb(LSR) & 1))
        breathe();
    return inb(COM2);
}

static void serial_put(u8 byte)
{
    while (!(inb(LSR) & 0x20))
        breathe();
    outb(COM2, byte);
}

static u32 serial_word(void)
{
    u32 word = 0;
    for (int i = 0; i < 4; i++)
        word |= (u32)serial_get() << 8 * i;
    return word;
}

/* 'R' offset length: answers the bytes. 'W' offset length bytes: answers 'k'. Anything else is passed over. */
static int serial_serve(void)
{
    if (!(inb(LSR) & 1))
        return 0;
    u8 what = inb(COM2);
    if (what != 'R' && what != 'W')
        return 1;
    u32 offset = serial_word();
    u32 length = serial_word();
    if (offset > AREA_SIZE || length > AREA_SIZE - offset)
        panic("serial: range");
    for (u32 i = 0; i < length; i++) {
        if (what == 'R')
            serial_put(((volatile u8 *)area)[offset + i]);
        else
            ((volatile u8 *)area)[offset + i] = serial_get();
    }
    if (what == 'W')
        serial_put('k');
    return 1;
}

/* --- the work ------------------------------------------------------------------------------------------------ */

static void execute(volatile struct command *c)
{
    if (c->code < 0)
        c->result = mach_trap(c->code, c->arg, c->count);
    else if (c->code == COPY)
        memcpy((void *)c->arg[0], (void *)c->arg[1], c->arg[2]);
    else if (c->code == STORE)
        *(volatile u32 *)c->arg[0] = c->arg[1];
    else if (c->code == LOAD)
        c->result = *(volatile u32 *)c->arg[0];
    else if (c->code == PANIC)
        panic("as asked");
    else
        c->result = ~0u;
}

void __attribute__((noreturn, used)) serve(u32 number)
{
    u8 *at = area + 0x1000 + number * SLOT_SIZE;
    struct slot *slot = (struct slot *)at;
    volatile struct command *commands = (volatile struct command *)(at + COMMANDS);
    u32 idle = 0;
    for (;;) {
        u32 wanted = slot->request;
        if (wanted == slot->done) {
            if (serial && number == 0 && serial_serve()) {
                idle = 0;
            } else if (idle < IDLE_ROUNDS) {
                idle++;
                u32 arg = 0;
                mach_trap(SWTCH_PRI, &arg, 1);
            } else {
                u32 arg[3] = {0, 2, 10}; /* wait 10 ms: the kernel idles, and QEMU with it */
                mach_trap(THREAD_SWITCH, arg, 3);
            }
            continue;
        }
        idle = 0;
        u32 count = slot->count;
        if (count > COMMAND_MAX)
            count = COMMAND_MAX;
        for (u32 i = 0; i < count; i++) {
            slot->at = i;
            execute(&commands[i]);
        }
        __asm__ volatile("" ::: "memory");
        slot->done = wanted;
    }
}

static u32 number_of(const char *text)
{
    u32 value = 0;
    while (*text >= '0' && *text <= '9')
        value = value * 10 + (u32)(*text++ - '0');
    return value;
}

static int same(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

void __attribute__((noreturn, used)) start(u32 *stack)
{
    u32 argc = stack[0];
    char **argv = (char **)&stack[1];
    if (argc < 3)
        panic("arguments: host-port device-port [serial|panic]");
    u32 host_port = number_of(argv[1]), device_port = number_of(argv[2]);
    if (argc > 3 && same(argv[3], "panic"))
        panic("as asked");
    reply_port = trap0(MACH_REPLY_PORT);
    u32 task = trap0(MACH_TASK_SELF), thread = trap0(MACH_THREAD_SELF);

    serial = argc > 3 && same(argv[3], "serial");
    if (serial) {
        area = own_area;
        grant_ports(device_port, task, COM2, COM2 + 7);
        serial_start();
    } else {
        area = map_shared_memory(device_port, task);
        if (!area)
            panic("no ivshmem device");
        memset(area, 0, AREA_SIZE);
    }
    share(task, (u32)area, AREA_SIZE);

    volatile struct info *info = (volatile struct info *)area;
    u32 cs, ds, ss;
    __asm__("mov %%cs,%0; mov %%ds,%1; mov %%ss,%2" : "=r"(cs), "=r"(ds), "=r"(ss));
    info->version = VERSION;
    info->base = (u32)area;
    info->size = AREA_SIZE;
    info->slots = SLOTS;
    info->slot_size = SLOT_SIZE;
    info->entry = (u32)worker_entry;
    info->stacks = (u32)stacks;
    info->stack_size = STACK_SIZE;
    info->cs = cs & 0xffff;
    info->ds = ds & 0xffff;
    info->ss = ss & 0xffff;
    info->host_port = host_port;
    info->device_port = device_port;
    info->task = task;
    info->thread = thread;
    info->serial = (u32)serial;
    __asm__ volatile("" ::: "memory");
    info->magic = MAGIC;
    print("mach4j agent: ready\n");
    serve(0);
}
