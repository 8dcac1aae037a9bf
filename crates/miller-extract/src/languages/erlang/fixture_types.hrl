%% Copyright of some years.
-define(COPIED, true).
%% What shops share.
-record(shop, {name, owner}).
-define(SHOP, #shop{name = <<"shop">>}).
-moduledoc "No module here.".

%% Not exported by anyone, and for all.
name(#shop{name = Name}) -> Name.
