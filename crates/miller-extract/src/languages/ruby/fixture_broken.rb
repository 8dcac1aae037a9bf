# Still there.
class Before
  def fine(value)
    value
  end
end

class Broken
  def half(value
    if value
  end
end

# Also there.
class After
  def fine
    Before.new.fine(1)
  end
end
