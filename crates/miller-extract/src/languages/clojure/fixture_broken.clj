(ns broken)

(defn start [n]
  (println (+ n 1)))

(def middle [1 2))

(defn stop []
  (start 1))
