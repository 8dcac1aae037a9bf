! A file that is being written.
module broken
contains
  subroutine before()
  end subroutine before

  subroutine unfinished(a
    a = = 1
  end subroutine unfinished

  subroutine after(b)
    call before()
  end subroutine after
end module broken
