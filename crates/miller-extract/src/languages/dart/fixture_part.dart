part of 'kites.dart';

/// Where kites are kept.
class Shed {
  Shed(this.kites);

  List<Kite> kites;
  Kite? last;
  ({int count, Shed? shed}) summary = (count: 0, shed: null);

  (int first, String second) pair() => (kites.length, last?.name ?? 'none');

  void close(Shed? other) {
    this.last = kites.isEmpty ? null : kites.last;
    last?.fly(Duration.zero);
    other
      ?..line.knot.untie()
      ..line.length = 3;
    kites
      ..add(Kite())
      ..close();
    other..close(null);
  }
}
