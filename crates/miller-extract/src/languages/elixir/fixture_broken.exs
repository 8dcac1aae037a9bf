defmodule Before do
  @doc "Still there."
  def fine(value), do: value
end

defmodule Broken do
  def half(value do
    (value
  end
end

defmodule After do
  def fine(value), do: Before.fine(value)
end
