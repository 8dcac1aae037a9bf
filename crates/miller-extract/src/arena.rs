//! Memory for syntax trees.
//!
//! tree-sitter allocates and frees a small block for every node, and again for every step of its
//! stack: a tenth of its time goes there, and freeing a tree costs another twentieth. Here, each thread
//! hands out blocks one after the other from a few chunks. Freed blocks are kept by size for the next
//! one who asks, and when the file is done, all that it took is given back at once, trees included.
//!
//! That holds while a thread is inside an [`Arena`], which lasts as long as the trees of one file.
//! Outside of it, everything goes to `malloc`.
//!
//! Blocks are of sizes with a remainder of 8 to 16, each with a header of 8 bytes in front that says
//! where it came from, so that what is handed out is aligned to 16 bytes as with `malloc`.

#![expect(
    unsafe_code,
    reason = "the C library asks for memory through pointers to functions"
)]
#![expect(
    clippy::cast_ptr_alignment,
    reason = "blocks and their headers are aligned by the way they are cut"
)]

use std::alloc::{Layout, handle_alloc_error};
use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr::{self, null_mut};
use std::sync::Once;

use tree_sitter::{Allocator, Tree};

/// Bytes in front of each block: its class, or [`FROM_MALLOC`] for those that `malloc` made.
const HEADER: usize = 8;
/// Bytes that `malloc` is asked for in front of a block; the header is in the last 8 of them.
const HEADER_OF_MALLOC: usize = 16;
/// What the header of a block from `malloc` says.
const FROM_MALLOC: u64 = u64::MAX;
/// Blocks up to this size have a class for every 16 bytes.
const SMALL: usize = 1024;
/// The classes of small blocks. Larger blocks have a class for every power of two.
const SMALL_CLASSES: usize = SMALL / 16;
const CLASSES: usize = SMALL_CLASSES + usize::BITS as usize;
/// Bytes of the first chunk.
const CHUNK: usize = 256 << 10;
/// No block is larger, so that sums of sizes do not overflow.
const LARGEST: usize = isize::MAX as usize / 4;
/// A thread keeps so many bytes as long as it lives: enough for the trees of nearly all files.
const KEPT: usize = 8 << 20;

/// The stretch of time in which a thread's trees are in its arena: that of one file.
#[derive(Debug)]
pub(crate) struct Arena {
    outermost: bool,
    /// Whether the arena around this one handed out blocks.
    was_active: bool,
    /// The memory is that of a thread.
    _stays: PhantomData<*const ()>,
}

impl Arena {
    /// Begins to hand out blocks from the arena of the thread.
    pub fn enter() -> Arena {
        install();
        let (was_entered, was_active) = BLOCKS.with(|blocks| {
            // SAFETY: no other reference lives; the functions below keep none beyond a call.
            let blocks = unsafe { &mut *blocks.get() };
            (
                std::mem::replace(&mut blocks.entered, true),
                std::mem::replace(&mut blocks.active, true),
            )
        });
        Arena {
            outermost: !was_entered,
            was_active,
            _stays: PhantomData,
        }
    }

    /// Hands out no more blocks; those that it has handed out stay. To be called before code that is
    /// not ours, which may keep trees of its own for longer.
    #[expect(clippy::unused_self, reason = "there has to be an arena")]
    pub fn close(&self) {
        // SAFETY: as above.
        BLOCKS.with(|blocks| unsafe { &mut *blocks.get() }.active = false);
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        BLOCKS.with(|blocks| {
            // SAFETY: as above.
            let blocks = unsafe { &mut *blocks.get() };
            blocks.active = self.was_active;
            if self.outermost {
                blocks.give_back();
            }
        });
    }
}

/// A tree in an arena. It is not freed by itself: its memory goes with the arena's.
#[derive(Debug)]
pub(crate) struct ArenaTree(ManuallyDrop<Tree>);

impl ArenaTree {
    /// Takes a tree that was parsed in an arena.
    ///
    /// # Safety
    ///
    /// The arena has to last longer than this.
    pub unsafe fn new(tree: Tree) -> ArenaTree {
        ArenaTree(ManuallyDrop::new(tree))
    }
}

impl Deref for ArenaTree {
    type Target = Tree;

    fn deref(&self) -> &Tree {
        &self.0
    }
}

/// Lets tree-sitter ask here for its memory. Has to come before anything that it allocates.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // SAFETY: the functions belong together and never return null, what they return is aligned
        // as by `malloc`, and every use of the library comes after this call.
        unsafe {
            tree_sitter::set_allocator(Some(Allocator {
                malloc: allocate,
                calloc: allocate_zeroed,
                realloc: reallocate,
                free,
            }));
        }
    });
}

thread_local! {
    static BLOCKS: UnsafeCell<Blocks> = const { UnsafeCell::new(Blocks::NONE) };
}

/// The memory of one thread.
struct Blocks {
    /// Whether there is an arena: what was handed out is in use.
    entered: bool,
    /// Whether it hands out blocks.
    active: bool,
    /// The rest of the chunk that blocks are cut from.
    next: *mut u8,
    end: *mut u8,
    /// Freed blocks by class, each pointing to the one freed before it.
    freed: [*mut u8; CLASSES],
    /// Chunks, all from `malloc`, and their bytes.
    chunks: Vec<(*mut u8, usize)>,
}

impl Blocks {
    const NONE: Blocks = Blocks {
        entered: false,
        active: false,
        next: null_mut(),
        end: null_mut(),
        freed: [null_mut(); CLASSES],
        chunks: Vec::new(),
    };

    /// A block of a class, its header written.
    #[inline]
    fn take(&mut self, class: usize) -> *mut u8 {
        let freed = self.freed[class];
        if !freed.is_null() {
            // SAFETY: a freed block holds the place of the one freed before it.
            self.freed[class] = unsafe { freed.cast::<*mut u8>().read() };
            return freed;
        }
        let bytes = block_bytes(class);
        if (self.end as usize) - (self.next as usize) < bytes {
            return self.take_from_new_chunk(class);
        }
        // SAFETY: the chunk has so many bytes left.
        unsafe {
            let block = self.next;
            self.next = block.add(bytes);
            block.cast::<u64>().write(class as u64);
            block.add(HEADER)
        }
    }

    #[cold]
    fn take_from_new_chunk(&mut self, class: usize) -> *mut u8 {
        let bytes = block_bytes(class);
        let so_far: usize = self.chunks.iter().map(|(_, bytes)| bytes).sum();
        // A large block has a chunk of its own, so that the rest of the current one is not lost.
        let is_large = bytes > CHUNK / 4;
        let size = if is_large {
            bytes
        } else {
            so_far.clamp(CHUNK, KEPT)
        };
        let chunk = from_malloc(size + 16);
        self.chunks.push((chunk, size));
        // SAFETY: the chunk has 16 bytes more than were asked for.
        unsafe {
            let block = chunk.add(HEADER);
            if !is_large {
                self.next = block.add(bytes);
                self.end = block.add(size);
            }
            block.cast::<u64>().write(class as u64);
            block.add(HEADER)
        }
    }

    /// Takes all blocks back. One chunk is kept, as large as all of this file's, up to a limit.
    fn give_back(&mut self) {
        (self.entered, self.active) = (false, false);
        self.freed = [null_mut(); CLASSES];
        let used: usize = self.chunks.iter().map(|(_, bytes)| bytes).sum();
        if used == 0 {
            return;
        }
        let wanted = used.next_power_of_two().min(KEPT);
        let fits = |(_, bytes): &(*mut u8, usize)| (wanted..=KEPT).contains(bytes);
        let kept = self.chunks.iter().position(fits);
        let kept = kept.map(|at| self.chunks.swap_remove(at));
        self.free_chunks();
        let (chunk, bytes) = kept.unwrap_or_else(|| (from_malloc(wanted + 16), wanted));
        self.chunks.push((chunk, bytes));
        // SAFETY: the chunk has 16 bytes more than these.
        unsafe {
            self.next = chunk.add(HEADER);
            self.end = self.next.add(bytes);
        }
    }

    fn free_chunks(&mut self) {
        (self.next, self.end) = (null_mut(), null_mut());
        // The list goes too: behind the chunks, it would keep `malloc` from giving them back.
        for (chunk, _) in std::mem::take(&mut self.chunks) {
            // SAFETY: it came from `malloc`, and nothing in it is used any more.
            unsafe { libc::free(chunk.cast()) };
        }
    }
}

impl Drop for Blocks {
    fn drop(&mut self) {
        self.free_chunks();
    }
}

/// The class of blocks that hold so many bytes and the header.
#[inline]
const fn class_of(bytes: usize) -> usize {
    let block = bytes + HEADER;
    if block <= SMALL {
        block.div_ceil(16) - 1
    } else {
        SMALL_CLASSES + block.next_power_of_two().trailing_zeros() as usize
    }
}

/// The bytes of a class's blocks, header included.
#[inline]
const fn block_bytes(class: usize) -> usize {
    if class < SMALL_CLASSES {
        (class + 1) * 16
    } else {
        1 << (class - SMALL_CLASSES)
    }
}

fn from_malloc(bytes: usize) -> *mut u8 {
    // SAFETY: any size may be asked for.
    let memory = unsafe { libc::malloc(bytes) };
    if memory.is_null() {
        out_of_memory(bytes);
    }
    memory.cast()
}

fn out_of_memory(bytes: usize) -> ! {
    let layout = Layout::from_size_align(bytes, 16);
    handle_alloc_error(layout.unwrap_or(Layout::new::<u8>()))
}

unsafe extern "C" fn allocate(bytes: usize) -> *mut c_void {
    if bytes > LARGEST {
        out_of_memory(bytes);
    }
    let in_arena = BLOCKS.try_with(|blocks| {
        // SAFETY: no other reference lives during the call.
        let blocks = unsafe { &mut *blocks.get() };
        blocks.active.then(|| blocks.take(class_of(bytes)))
    });
    if let Ok(Some(block)) = in_arena {
        return block.cast();
    }
    let memory = from_malloc(bytes + HEADER_OF_MALLOC);
    // SAFETY: there is room for the header in front of the block.
    unsafe {
        let block = memory.add(HEADER_OF_MALLOC);
        block.sub(HEADER).cast::<u64>().write(FROM_MALLOC);
        block.cast()
    }
}

unsafe extern "C" fn allocate_zeroed(count: usize, size: usize) -> *mut c_void {
    let Some(bytes) = count.checked_mul(size) else {
        out_of_memory(usize::MAX)
    };
    // SAFETY: the block has so many bytes.
    unsafe {
        let block = allocate(bytes);
        ptr::write_bytes(block.cast::<u8>(), 0, bytes);
        block
    }
}

unsafe extern "C" fn reallocate(block: *mut c_void, bytes: usize) -> *mut c_void {
    if block.is_null() || bytes > LARGEST {
        // SAFETY: any size may be asked for.
        return unsafe { allocate(bytes) };
    }
    // SAFETY: the block came from `allocate`, and so its header is in front of it.
    unsafe {
        let class = header(block);
        if class == FROM_MALLOC {
            let memory = block.cast::<u8>().sub(HEADER_OF_MALLOC);
            let memory = libc::realloc(memory.cast(), bytes + HEADER_OF_MALLOC);
            if memory.is_null() {
                out_of_memory(bytes);
            }
            return memory.cast::<u8>().add(HEADER_OF_MALLOC).cast();
        }
        let room = block_bytes(class as usize) - HEADER;
        if bytes <= room {
            return block;
        }
        let larger = allocate(bytes);
        ptr::copy_nonoverlapping(block.cast::<u8>(), larger.cast::<u8>(), room);
        free(block);
        larger
    }
}

unsafe extern "C" fn free(block: *mut c_void) {
    if block.is_null() {
        return;
    }
    // SAFETY: the block came from `allocate`, and so its header is in front of it.
    unsafe {
        let class = header(block);
        if class == FROM_MALLOC {
            libc::free(block.cast::<u8>().sub(HEADER_OF_MALLOC).cast());
            return;
        }
        // Nothing is lost where the thread's memory is gone already.
        let _ = BLOCKS.try_with(|blocks| {
            let blocks = &mut *blocks.get();
            if blocks.active {
                let class = class as usize;
                block.cast::<*mut u8>().write(blocks.freed[class]);
                blocks.freed[class] = block.cast();
            }
        });
    }
}

/// What stands in front of a block.
unsafe fn header(block: *mut c_void) -> u64 {
    // SAFETY: the caller's block came from `allocate`.
    unsafe { block.cast::<u8>().sub(HEADER).cast::<u64>().read() }
}

#[cfg(test)]
mod tests;
